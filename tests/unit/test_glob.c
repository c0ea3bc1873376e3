#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "read/glob.h"

typedef struct glob_case {
    const char *pattern;
    const char *path;
    int matches;
} glob_case;

static void expect_cases(const glob_case *cases, size_t n_cases) {
    for (size_t i = 0; i < n_cases; i++) {
        if (kembar_glob_match(cases[i].pattern, cases[i].path) != cases[i].matches) {
            fail_msg("%s on %s: not %d", cases[i].pattern, cases[i].path, cases[i].matches);
        }
    }
}
#define EXPECT_CASES(cases) expect_cases(cases, sizeof(cases) / sizeof *(cases))

static void test_plain_and_stars(void **state) {
    (void)state;
    static const glob_case cases[] = {
        {"", "", 1},           {"", "a", 0},
        {"a", "", 0},          {"a.txt", "a.txt", 1},
        {"a.txt", "axtxt", 0}, {"*", "", 1},
        {"*", "abc", 1},       {"*", "a/b", 0},
        {"*.txt", "a.txt", 1}, {"*.txt", "a.txt.gz", 0},
        {"a*c*e", "abcde", 1}, {"a*c*e", "abcdef", 0},
        {"a*bc", "abbc", 1},   {"*ab", "aab", 1},
        {"a/*", "a/b", 1},     {"a/*", "a/b/c", 0},
        {"*/b", "a/b", 1},     {"a*/b", "a/x/b", 0},
    };
    EXPECT_CASES(cases);
}

static void test_double_stars(void **state) {
    (void)state;
    static const glob_case cases[] = {
        {"**", "", 1},
        {"**", "a/b/c", 1},
        {"a/**", "a/b/c", 1},
        {"a/**", "b/a", 0},
        {"**/b", "b", 1},
        {"**/b", "a/b", 1},
        {"**/b", "x/a/b", 1},
        {"**/b", "ab", 0},
        {"**/b", "a/bb", 0},
        {"a/**/b", "a/b", 1},
        {"a/**/b", "a/x/y/b", 1},
        {"a/**/b", "ab", 0},
        {"a/**/b", "a/xb", 0},
        {"**.txt", "a/b.txt", 1},
        {"**/*.md", "x/y.md", 1},
        {"**/*.md", "y.md", 1},
        {"a**b", "a/x/b", 1},
        {"**/a/**/c", "x/a/b/c", 1},
        {"**/a/**/c", "x/a/bc", 0},
        {"**/x*/c", "x1/x2/c", 1},
    };
    EXPECT_CASES(cases);
}

static void test_characters_and_classes(void **state) {
    (void)state;
    static const glob_case cases[] = {
        {"?", "a", 1},
        {"?", "", 0},
        {"?", "/", 0},
        {"?", "\xC3\xA9", 1},
        {"??", "\xC3\xA9", 0},
        {"a?c", "abc", 1},
        {"[abc]", "b", 1},
        {"[abc]", "d", 0},
        {"[a-c]x", "bx", 1},
        {"[!a-c]", "b", 0},
        {"[!a-c]", "d", 1},
        {"[^a]", "b", 1},
        {"[!a]", "/", 0},
        {"[]]", "]", 1},
        {"[]a]", "a", 1},
        {"[a-]", "-", 1},
        {"[\\]]", "]", 1},
        {"[", "[", 1},
        {"[a", "[a", 1},
        {"[a", "a", 0},
        {"\\*", "*", 1},
        {"\\*", "a", 0},
        {"\\[a]", "[a]", 1},
        {"a\\", "a\\", 1},
        {"*[0-9].txt", "a7.txt", 1},
        {"*[0-9].txt", "a.txt", 0},
    };
    EXPECT_CASES(cases);
}

static void test_excludes(void **state) {
    (void)state;
    assert_true(kembar_glob_excludes("*.md", "a/b/c.md", 0));
    assert_true(kembar_glob_excludes("drafts", "a/drafts", 1));
    assert_true(kembar_glob_excludes("drafts", "a/drafts", 0));
    assert_true(kembar_glob_excludes("drafts/", "a/drafts", 1));
    assert_false(kembar_glob_excludes("drafts/", "a/drafts", 0));
    assert_true(kembar_glob_excludes("a/drafts/", "a/drafts", 1));
    assert_false(kembar_glob_excludes("b/*.md", "a/c.md", 0));
    assert_true(kembar_glob_excludes("/", "/", 1));
}

/* Stars that never match must not make the work explode. */
static void test_many_stars_end_soon(void **state) {
    (void)state;
    char path[2001];
    char pattern[401];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    for (size_t i = 0; i + 2 < sizeof pattern; i += 2) {
        memcpy(pattern + i, "a*", 2);
    }
    memcpy(pattern + sizeof pattern - 3, "b", 2);
    assert_false(kembar_glob_match(pattern, path));
    for (size_t i = 0; i + 8 < sizeof pattern; i += 4) {
        memcpy(pattern + i, "**/*", 4);
    }
    assert_false(kembar_glob_match(pattern, path));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_and_stars),        cmocka_unit_test(test_double_stars),
        cmocka_unit_test(test_characters_and_classes), cmocka_unit_test(test_excludes),
        cmocka_unit_test(test_many_stars_end_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
