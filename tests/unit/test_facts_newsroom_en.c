#include "facts_of.h"

/* Notices as newsrooms print them, the form filled with what other stories have, and one story
 * edited: cut, corrected, with another beginning, with a line of place, agency or author, told a
 * little otherwise. */

static const char dividend[] =
    "{0}{1} said on {2} that its board had declared {3} dividend of {4} per ordinary share. The "
    "money will be paid on {5} to those who are on the register when trading ends on "
    "{6}.\n\n{7}Holders of depositary receipts are paid through the bank that issues them. Those "
    "who take new shares in place of cash must tell the registrar of their choice at least two "
    "weeks before the day of payment, and forms that come in later will be used for the next "
    "one.\n\nThe annual meeting has given the board leave to buy back up to a tenth of the shares "
    "in issue.{8}";
static const char results[] =
    "{0}{1} made a net profit of {2} in the three months to {3}, against {4} in the same quarter "
    "of last year, as {5}. Revenue rose by {6} per cent to {7}.\n\n\"We have worked hard on our "
    "costs and it shows,\" said {8}, the chief executive. \"The order book is well filled, but "
    "fuel and wages stay a worry for us as they do for all in this trade.\"\n\nThe company kept "
    "its outlook for the full year. It expects to spend less on new plant than it did a year "
    "earlier and to bring its debt down further.{9}";
static const char quake[] =
    "{0}An earthquake of magnitude {1} struck {2} {3} on {4}, the geological survey said. It was "
    "centred {5} and was {6} deep.\n\n{7}There were no reports of deaths or damage at first, and "
    "no tsunami warning was given. People ran out of their houses, and some spent the night in the "
    "open for fear of aftershocks.\n\nThe region lies on the ring of volcanoes and faults around "
    "the ocean, and quakes of this size are felt there several times a year.{8}";
static const char commodity[] =
    "{0}{1} prices {2} on {3} as {4}. The most active contract on the exchange closed at {5} a "
    "tonne, {6} from the day before.\n\nDealers said that trade was thin, with many buyers waiting "
    "for the report on stocks that is due later in the week. {7}Open interest was little changed. "
    "Warehouses in the main ports hold enough for about two months, and freight rates have come "
    "down since the start of the year.\n\nThe contract has moved within a narrow band for most of "
    "the month.{8}";
static const char match[] =
    "{0}{1} beat {2} {3} on {4} in front of {5} at the {6}. {7} scored first after a corner, and "
    "{8} made sure of the points near the end.\n\nThe visitors had more of the ball after the "
    "break but made little of it, and their goalkeeper kept the score down with two fine saves. "
    "The referee showed five yellow cards, most of them for late tackles in midfield. Both coaches "
    "spoke of a fair result.\n\nThe league goes on next weekend, when all games start at the same "
    "hour.{9}";
static const char closure[] =
    "{0}{1} will be closed to all traffic {2} from {3} until {4} while workers {5}, the highways "
    "department said. Drivers are asked to use {6} instead, where signs will show the "
    "way.\n\nBuses will not call at the stops on this part of the road. People who live there can "
    "reach their houses on foot at any time, and fire engines and ambulances will be let through. "
    "Shops stay open, and there is parking behind the market hall.\n\nThe department said it was "
    "sorry for the trouble and hoped that the work would be done early.{7}";
static const char obituary[] =
    "{0}{1}, {2}, has died at the age of {3}. {4} family said that the end came peacefully at home "
    "in {5} on {6} after a short illness.\n\nBorn in {7}, the eldest of five children, {1} left "
    "school early to help in the family shop and came to the work that made the name known almost "
    "by chance. Colleagues remember a quick wit, great patience with the young and a dislike of "
    "speeches.\n\nThe funeral will be private. Friends may leave their names in a book that lies "
    "open in the town hall until the end of the month.{8}";
static const char market[] =
    "{0}Shares {1} on {2}, led by {3}. The main index closed {4} at {5}, with {6} stocks higher "
    "and {7} lower.\n\nDealers said that foreign funds had stayed on the side before the meeting "
    "of the central bank, at which few look for a change. The currency held steady. Bond yields "
    "hardly moved, and turnover was below the average of the past month.\n\nAsian markets were "
    "mixed, while futures pointed to a quiet opening in Europe.{8}";
static const char inflation[] =
    "{0}Consumer prices in {1} rose {2} per cent in {3} from a year earlier, the statistics office "
    "said, after {4} per cent the month before. Prices were {5} per cent higher than in the "
    "previous month.\n\n{6} cost more, while clothes and shoes were cheaper. Core prices, which "
    "leave out food and fuel, moved little. Most economists had looked for a figure close to the "
    "one that was published, and none of them thought that the central bank would change its rate "
    "because of it.{7}";
static const char recall[] =
    "{0}{1} is calling back about {2} {3} because {4}. No one has been hurt so far, the company "
    "said on {5}.\n\nThe parts in question were made over a few weeks by a supplier that has since "
    "changed the way it works. Owners will get a letter and can have the work done without charge "
    "at any workshop, where it takes less than an hour. Those who have paid for a repair already "
    "will get their money back.{6}";
static const char concert[] =
    "{0}The {1} will play {2} at the {3} on {4} at {5}, with {6} as soloist. The doors open an "
    "hour before, and the bar stays open until midnight.\n\nTickets can be had at the box office "
    "in the foyer and from the usual agents. Students and pensioners pay half on the day if there "
    "are seats left. The hall can be reached by tram, and the last one leaves twenty minutes after "
    "the end of the concert. Latecomers are let in at the interval only.{7}";
static const char court[] =
    "{0}A court in {1} sent {2}, {3}, to prison for {4} on {5} for {6}. The judge said that the "
    "accused had shown no regret until the last day.\n\nThe defence had asked for a lighter "
    "sentence because of the long time that passed before the trial and of the trouble that the "
    "family has had. The prosecutor said that he could live with the sentence. Both sides have two "
    "weeks in which to appeal, and until then the accused stays free on bail.{7}";
static const char shipping[] =
    "{0}The ferry {1} ran aground {2} near {3} on {4} with {5} people on board, the coast guard "
    "said. All of them were taken off by lifeboats, and {6} were treated for bruises.\n\nThe ship "
    "was on its way between the islands when it lost power in a strong current. Divers will look "
    "at the hull before tugs try to pull it off at high tide. The owners have laid on buses and a "
    "smaller boat for those who are waiting, and they will answer questions about baggage at the "
    "terminal.{7}";

static const notice_form forms[] = {
    {dividend,
     {{"", "Halden Cement", "Tuesday", "an interim", "14 cents", "May 23", "May 5",
       "Trading in the first quarter was in line with what the company had hoped for. ", ""}},
     {{{[1] = "Ostrava Lines", [4] = "31 cents", [5] = "June 14", [6] = "May 26"}},
      {{[2] = "Thursday",
        [3] = "a final",
        [4] = "22 cents",
        [5] = "November 28",
        [6] = "November 10",
        [7] =
            "Trading in the first nine months was better than what the company had hoped for. "}}},
     {{{[0] = "LONDON, April 18 (Meridian) - ", [7] = ""}},
      {{[4] = "15 cents",
        [8] = "\n\n(Corrects the size of the dividend in the first paragraph)"}}}},
    {results,
     {{"", "Norrland Paper", "$48.2 million", "March 31", "$39.7 million", "demand for boxes grew",
       "6.4", "$512 million", "Karin Wallin", ""}},
     {{{[1] = "Castor Mills",
        [2] = "$12.9 million",
        [4] = "$17.1 million",
        [5] = "sales of flour grew",
        [6] = "2.1",
        [7] = "$230 million",
        [8] = "Peter Oduya"}},
      {{[2] = "$51.6 million",
        [3] = "September 30",
        [4] = "$44.0 million",
        [6] = "3.8",
        [7] = "$498 million"}}},
     {{{[0] = "By Anna Brandt, business reporter\n\n", [9] = " Its shares were little changed."}},
      {{[2] = "$48.7 million"}}}},
    {quake,
     {{"", "5.8", "off the coast of Vilanta", "shortly before noon", "Sunday",
       "74 km south of the town of Porto Sela", "35 km", "", ""}},
     {{{[1] = "6.3",
        [2] = "in the hills of eastern Marun",
        [3] = "before dawn",
        [4] = "Friday",
        [5] = "12 km west of the town of Adrel",
        [6] = "10 km"}},
      {{[1] = "5.1",
        [3] = "late in the evening",
        [4] = "Wednesday",
        [5] = "61 km south of the town of Porto Sela",
        [6] = "28 km"}}},
     {{{[1] = "5.9", [7] = "The survey had first put it at 5.8. "}},
      {{[0] = "VILANTA (Straits News) - ", [7] = "", [8] = " The last one did no harm either."}}}},
    {commodity,
     {{"", "Palm oil", "fell", "Tuesday", "the ringgit grew stronger", "3,912 ringgit",
       "down 1.3 per cent", "", ""}},
     {{{[1] = "Rubber",
        [2] = "rose",
        [4] = "rain kept tappers at home",
        [5] = "7,240 ringgit",
        [6] = "up 0.8 per cent"}},
      {{[2] = "rose",
        [3] = "Thursday",
        [4] = "crude oil grew dearer",
        [5] = "4,006 ringgit",
        [6] = "up 2.1 per cent"}}},
     {{{[0] = "KUALA LUMPUR, Nov 3 - ", [8] = " (Edited by Lim Wei)"}},
      {{[5] = "3,921 ringgit", [8] = " (Corrects the price in the first paragraph)"}}}},
    {match,
     {{"", "Harbour United", "Castle Rovers", "2-1", "Saturday", "14,200 people", "Quay Ground",
       "Danso", "Whitlock", ""}},
     {{{[1] = "Mill Town",
        [2] = "Abbey Park",
        [3] = "3-0",
        [5] = "8,900 people",
        [6] = "Weir Stadium",
        [7] = "Ferreira",
        [8] = "Okafor"}},
      {{[2] = "Bridge Athletic",
        [3] = "1-0",
        [4] = "Wednesday",
        [5] = "11,700 people",
        [7] = "Nilsson"}}},
     {{{[0] = "By our sports reporter\n\n", [9] = " Tickets are on sale from Monday."}},
      {{[5] = "14,400 people"}}}},
    {closure,
     {{"", "Station Road", "at night", "Monday, June 3", "Friday, June 14", "lay a new water main",
       "Canal Street", ""}},
     {{{[1] = "Hospital Lane",
        [3] = "Monday, July 8",
        [4] = "Sunday, July 21",
        [5] = "mend the bridge",
        [6] = "Foundry Road"}},
      {{[1] = "Chapel Hill", [6] = "Orchard Avenue"}}},
     {{{[4] = "Friday, June 21",
        [7] = "\n\nThe closing was to end a week earlier; pipes came late."}},
      {{[0] = "Traffic news\n", [7] = ""}}}},
    {obituary,
     {{"", "Eleanor Marsh", "who painted the sea for sixty years", "91", "Her", "Penholt",
       "Thursday", "Duncairn", ""}},
     {{{[1] = "Gerald Ashby",
        [2] = "who built organs for churches in four countries",
        [3] = "84",
        [4] = "His",
        [5] = "Lower Strand",
        [6] = "Sunday",
        [7] = "Ravensby"}},
      {{[1] = "Ines Calloway",
        [2] = "who wrote the county's cookery column",
        [3] = "88",
        [5] = "Bexcombe",
        [7] = "Tarrant"}}},
     {{{[3] = "92", [8] = " (An earlier version gave the wrong age.)"}},
      {{[0] = "Tributes to painter of the sea\n", [8] = " She leaves two sons."}}}},
    {market,
     {{"", "fell", "Monday", "banks", "0.6 per cent lower", "6,842.15", "184", "297", ""}},
     {{{[1] = "rose",
        [2] = "Thursday",
        [3] = "miners",
        [4] = "1.1 per cent higher",
        [5] = "6,917.40",
        [6] = "311",
        [7] = "160"}},
      {{[2] = "Tuesday", [4] = "0.3 per cent lower", [5] = "6,821.62", [6] = "201", [7] = "266"}}},
     {{{[0] = "MARKETS-Stocks slip as banks fall\n", [8] = ""}}, {{[5] = "6,842.51"}}}},
    {inflation,
     {{"", "Marun", "3.4", "May", "3.1", "0.4", "Bread and rents", ""}},
     {{{[2] = "2.9", [3] = "July", [4] = "3.2", [5] = "0.1", [6] = "Fuel and fares"}},
      {{[1] = "Vilanta", [2] = "5.7", [4] = "5.2", [5] = "0.6"}}},
     {{{[0] = "MARUN CITY, June 12 (Meridian) - ", [7] = ""}},
      {{[6] = "Bread, rents and electricity", [7] = " The next figures are due in July."}}}},
    {recall,
     {{"", "Falke Motors", "48,000", "vans of the Traveller type",
       "a cable may rub against the steering", "Tuesday", ""}},
     {{{[1] = "Ardent Cars",
        [2] = "112,000",
        [3] = "cars of the Lark type",
        [4] = "a pump may leak"}},
      {{[2] = "9,500",
        [3] = "lorries of the Atlas type",
        [4] = "a bolt may come loose",
        [5] = "Friday"}}},
     {{{[0] = "Company news\n", [6] = ""}},
      {{[2] = "84,000", [6] = " (Corrects the number of vans in the first line)"}}}},
    {concert,
     {{"", "City Philharmonic", "Brahms and Sibelius", "Guildhall", "Friday, March 8", "7.30 pm",
       "Marta Koskela", ""}},
     {{{[2] = "Haydn and Elgar", [4] = "Friday, April 12", [6] = "Julian Forde"}},
      {{[1] = "Northern Sinfonia",
        [2] = "Mozart and Britten",
        [4] = "Sunday, March 17",
        [5] = "4 pm",
        [6] = "Ruth Adeyemi"}}},
     {{{[4] = "Friday, March 15", [7] = "\n\nThe concert had been planned for a week earlier."}},
      {{[0] = "What's on\n", [7] = " Seats near the stage are sold out."}}}},
    {court,
     {{"", "Adrel", "Simon Varga", "44", "three years", "Monday",
       "taking money from a pension fund", ""}},
     {{{[1] = "Porto Sela",
        [2] = "Luis Carmona",
        [3] = "37",
        [4] = "five years",
        [6] = "setting fire to a warehouse"}},
      {{[2] = "Helena Brod", [3] = "52", [4] = "two years", [5] = "Thursday"}}},
     {{{[3] = "45", [7] = " (Corrects the age)"}},
      {{[0] = "By our court reporter\n\n", [4] = "three years and a month", [7] = ""}}}},
    {shipping,
     {{"", "Princess Amara", "in fog", "Cape Dorn", "Sunday", "212", "nine", ""}},
     {{{[1] = "Star of Sangkara",
        [2] = "in the dark",
        [3] = "Pulau Kembar",
        [4] = "Wednesday",
        [5] = "87",
        [6] = "four"}},
      {{[1] = "Island Queen", [3] = "Gull Point", [4] = "Saturday", [5] = "156", [6] = "two"}}},
     {{{[5] = "221", [6] = "eleven", [7] = " The coast guard had first spoken of 212 people."}},
      {{[0] = "PORT DORN, Oct 6 (Straits News) - ", [7] = ""}}}}};

int main(void) {
    return test_notices(forms, sizeof forms / sizeof *forms);
}
