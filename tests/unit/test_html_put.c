#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "document/document.h"
#include "report/html_put.h"

static void expect_and_deinit(kembar_buffer *out, const char *expected) {
    kembar_buffer_append_char(out, '\0');
    assert_int_equal(kembar_buffer_status(out), KEMBAR_OK);
    assert_string_equal(out->data, expected);
    kembar_buffer_deinit(out);
}

static void assert_escaped(const char *text, const char *expected) {
    kembar_buffer out = {0};
    kembar_html_put_escaped(&out, (kembar_view){text, strlen(text)});
    expect_and_deinit(&out, expected);
}

static void markup_is_text(void **state) {
    (void)state;
    assert_escaped("<b a=\"1\" c='2'>&amp;</b>",
                   "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;");
    assert_escaped("</style><!-- ]]> -->", "&lt;/style&gt;&lt;!-- ]]&gt; --&gt;");
}

static void only_line_feeds_stay_as_control(void **state) {
    (void)state;
    assert_escaped("a\nb\tc\rd", "a\nb c d");
    assert_escaped("\x1b[0m\x07\x7f\xc2\x9b",
                   "\xef\xbf\xbd[0m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_escaped("x\xe2\x80\xa8y\xe2\x80\xa9z", "x y z");
    assert_escaped("\xe2\x80\xaetxt\xe2\x81\xa6", "\xef\xbf\xbdtxt\xef\xbf\xbd");
    assert_escaped("a\xe2\x80\x8b\xef\xbb\xbf\xc2\xadz", "az");
}

static void ill_formed_bytes_are_replaced(void **state) {
    (void)state;
    assert_escaped("\xc0\xbcscript\xc0\xbe",
                   "\xef\xbf\xbd\xef\xbf\xbdscript\xef\xbf\xbd\xef\xbf\xbd");
    assert_escaped("<\xe2\x82", "&lt;\xef\xbf\xbd\xef\xbf\xbd");
}

/* The title of a document with this address. */
static void assert_title(const char *url, size_t size, const char *expected) {
    kembar_record record = {.id = {"id", 2}, .title = {"7", 1}, .url = {url, size}};
    kembar_document *document = NULL;
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    kembar_buffer out = {0};
    kembar_html_put_title(&out, document);
    kembar_document_free(document);
    expect_and_deinit(&out, expected);
}

#define SPAN "<span lang=\"\" dir=\"auto\">7</span>"
#define LINK(url) \
    "<p class=\"title\"><a rel=\"noopener noreferrer\" href=\"" url "\">" SPAN "</a></p>"

static void sound_web_addresses_are_linked(void **state) {
    (void)state;
    static const char *const linked[][2] = {
        {"http://a.example/", LINK("http://a.example/")},
        {"https://a.example/?a=1&b='2'#c", LINK("https://a.example/?a=1&amp;b=&#39;2&#39;#c")},
        {"https://a.example/caf\xc3\xa9", LINK("https://a.example/caf\xc3\xa9")},
    };
    for (size_t i = 0; i < sizeof linked / sizeof *linked; i++)
        assert_title(linked[i][0], strlen(linked[i][0]), linked[i][1]);
}

static void other_addresses_are_not(void **state) {
    (void)state;
    static const char *const refused[] = {
        "",
        "http://",
        "https://",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example/",
        " https://a.example/",
        "https://a.example/ x",
        "https://a.example/\"onclick=\"x",
        "https://a.example/<b>",
        "https://a.example/\\",
        "https://a.example/\n",
        "https://a.example/\x1b[0m",
        "https://a.example/\xe2\x80\xaegnp",
        "https://a.example/\xe2\x80\x8b",
        "https://a.example/{x}",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_title(refused[i], strlen(refused[i]), "<p class=\"title\">" SPAN "</p>");
}

static void a_document_that_says_nothing_is_named_so(void **state) {
    (void)state;
    kembar_record record = {.id = {"id", 2}, .text = {"\n ** \n", 6}};
    kembar_document *document = NULL;
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    kembar_buffer out = {0};
    kembar_html_put_plain_title(&out, document);
    kembar_document_free(document);
    expect_and_deinit(&out, "<span class=\"none\">(no text)</span>");
}

static void an_endless_address_is_not_linked(void **state) {
    (void)state;
    char url[1001];
    memset(url, 'a', sizeof url);
    memcpy(url, "https://", 8);
    kembar_buffer expected = {0};
    kembar_buffer_append_text(&expected,
                              "<p class=\"title\"><a rel=\"noopener noreferrer\" href=\"");
    kembar_buffer_append(&expected, url, 1000);
    kembar_buffer_append_text(&expected, "\">" SPAN "</a></p>");
    kembar_buffer_append_char(&expected, '\0');
    assert_title(url, 1000, expected.data);
    assert_title(url, 1001, "<p class=\"title\">" SPAN "</p>");
    kembar_buffer_deinit(&expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_is_text),
        cmocka_unit_test(only_line_feeds_stay_as_control),
        cmocka_unit_test(ill_formed_bytes_are_replaced),
        cmocka_unit_test(sound_web_addresses_are_linked),
        cmocka_unit_test(other_addresses_are_not),
        cmocka_unit_test(a_document_that_says_nothing_is_named_so),
        cmocka_unit_test(an_endless_address_is_not_linked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
