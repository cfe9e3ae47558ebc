"""The note guard: what agents write to each other is told from what they write to the requester."""

import pytest

from bot.noting import Named, is_note, reads_like_note, without_mark

ANA = Named("UANA", "Ana Alvarez")

NOTES = [
    "internal: third time this month",
    "Internal - she has the old model",
    "*Internal:* no budget left",
    "[internal] no budget left",
    "intern: kein Budget mehr",
    "Intern – das hatten wir schon",
    "Interne Notiz: Vertrag läuft aus",
    "FYI team, the licences have run out",
    "fyi <@UCY> the licences have run out",
    "Zur Info ans Team: Lizenzen sind alle",
    "Team: who has a spare charger?",
    "Nur für uns: das wird teuer",
    "only for us: this gets expensive",
    "note to self: order more",
    "No budget left (internal)",
    "Don't send yet, I check first",
    "<@UCY> can you take this one?",
    "Hey <@UCY>, any idea?",
    "<@UCY> magst du das nehmen?",
    "The requester has no contract any more",
    "Die Anfragende hat keinen Vertrag mehr",
    "Ana's laptop is the old model again",
    "Ana’s manager says no",
    "ana's laptop is the old model again",
    "ask <@UANA> for a receipt first",
    "ask <@UANA|ana> for a receipt first",
    "<@UANA> has no licence",
    "Ana hat schon wieder das Ladegerät vergessen",
    "Anas Laptop ist das alte Modell",
    "Die Ana hat angerufen",
    "Frau Alvarez hat angerufen",
    "Ana Alvarez was here yesterday",
    "I think Ana broke it herself",
    "Ich glaube, Ana hat es selbst kaputt gemacht.",
    "Hmm. Ana again!",
    "Can somebody call Ana?",
    "Did you ask Ana?",
    "Could you call Ana, please?",
    "Has Bo, Ana, or Cy signed?",
    "Thanks to Ana we are late again",
    "Ana will need a new one",
    "Ana needs you to approve this",
    "Thanks, Ana has the laptop now",
    "waiting for Ana",
    "Warten auf Ana",
    "Old model\nAna got it in 2019",
    "Let's tell Ana that it takes a week",
    "Ana und Ben haben beide keins",
    "<@UANA>'s laptop is old",
    "<@UANA>s Laptop ist alt",
    "Hallo zusammen, Ana hat schon wieder keins",
    "she has lost it again",
    "He's on holiday until Monday, I think.",
    "I think she broke it herself",
    "Ask her for the receipt first",
    "Sie weiß ihr Passwort nicht mehr",
    "Er sagt, es ging gestern noch",
    "Ruf ihn mal an",
    "@cy can you help?",
    "FYI <!here> the licences have run out",
    "Alvarez's contract ends in May",
    "Should we give Ana admin rights?",
    "Ist Ana noch da?",
    "Rückfrage an Ana: welches Modell?",
    "Ana meint, es piept",
    "Hi Ben and Bo, Ana has none",
]
REPLIES = [
    "He will call you tomorrow.",
    "Sie weiß, wie du das zurücksetzt.",
    "Er ist repariert und wieder im Netz.",
    "Sie können es jetzt noch einmal versuchen.",
    "The header is fixed, please try again.",
    "",
    "Is the plug in?",
    "Hi Ana, can you try again?",
    "Hi Ana can you try again?",
    "Hello Ana! The new one is here.",
    "Hello Ana\nYour laptop is ready.",
    "Hallo Ana, hast du es schon neu gestartet?",
    "Hallo Ana hat das geklappt?",
    "Liebe Ana, das dauert noch.",
    "Guten Morgen Ana!",
    "Sehr geehrte Frau Alvarez, Ihr Vertrag ist da.",
    "Hi <@UANA>, can you try again?",
    "<@UANA> can you try again?",
    "<@UANA>: please try again",
    "<@UANA> kannst du es noch einmal versuchen?",
    "Ana, it works again.",
    "Ana please restart it",
    "Ana is it working now?",
    "Ana, das geht wieder.",
    "Thanks Ana!",
    "Hi Ben and Ana, it works again",
    "Gute Besserung Ana!",
    "Great question Ana",
    "@ana can you try again?",
    "Hi Ana, Bo will call you",
    "Hallo liebe Ana, alles klar?",
    "Thanks for waiting Ana!",
    "FYI <@UANA> the server restarts at five",
    "Thanks, Ana.",
    "Vielen Dank, Ana!",
    "Danke Ana, das hilft.",
    "Thank you Ana",
    "Sorry Ana, that took long",
    "Could you try again, Ana?",
    "Could you try again Ana?",
    "Kannst du das noch einmal probieren, Ana?",
    "See you tomorrow, Ana!",
    "Your laptop is ready Ana :tada:",
    "Please choose “Ana Alvarez” in the list",
    "Your login is ana.alvarez, the address <mailto:ana@acme.example|ana@acme.example>",
    "It lies in C:\\Users\\Ana\\Desktop",
    "> Ana wrote this\nYes, I have read it.",
    "Run `sudo adduser ana` first",
    "The banana is in the manager's analysis",
    "Ana-Lena from HR calls you tomorrow",
    "Internal server error means that the page is broken",
    "The internal address is in the wiki",
    "FYI: the server restarts at five",
    "I will look into it internally and come back to you",
    "The team meets tomorrow",
    "Cy comes by tomorrow",
    "<@UCY> comes by tomorrow",
    "Please note: the office is closed",
    "notebook: is it new?",
    "Could you send us a picture? Thanks!\nBest, Ana",
]


@pytest.mark.parametrize("text", NOTES)
def test_what_speaks_of_the_requester_or_to_the_team_reads_like_a_note(text: str) -> None:
    assert reads_like_note(text, ANA)


@pytest.mark.parametrize("text", REPLIES)
def test_what_speaks_to_the_requester_reads_like_a_reply(text: str) -> None:
    assert not reads_like_note(text, ANA)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Will Smith", "Will's laptop is gone"),
        ("Will Smith", "Please ask Will for a receipt"),
        ("Will Smith", "Will has the old model"),
        ("Mark Twain", "I told Mark that it takes a week"),
        ("Mark Twain", "Yesterday Mark called twice"),
        ("May Li", "ask May for the receipt"),
        ("Jürgen Groß", "Jürgens Konto ist gesperrt"),
        ("Jürgen Groß", "Juergen hat angerufen"),
        ("Jürgen Groß", "Jurgen called"),
        ("Jürgen Groß", "Herr Groß hat angerufen"),
        ("Anna-Lena Meier", "Anna-Lena has the old model"),
        ("Anna-Lena Meier", "Anna Lena hat keins"),
        ("Anna-Lena Meier", "Anna hat keins"),
        ("Hans Maier", "Hans’ Laptop ist alt"),
        ("Alvarez, Ana (IT)", "Ana has the old model"),
        ("ana.alvarez", "Ana has the old model"),
        ("Dr. Ana Alvarez", "Ana has the old model"),
        ("José Pérez", "Jose needs a new one"),
        ("Bo Brandt", "Bo has the old model"),
    ],
)
def test_names_are_known_however_they_are_written(name: str, text: str) -> None:
    assert reads_like_note(text, Named("U1", name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Will Smith", "Will be done by noon"),
        ("Will Smith", "It will take a day"),
        ("Will Smith", "Hi Will, it will take a day"),
        ("Will Smith", "Will do!"),
        ("Mark Twain", "Mark the box and press Save"),
        ("Mark Twain", "Please mark the box"),
        ("Mark Twain", "Thanks Mark!"),
        ("May Li", "May I call you?"),
        ("May Li", "You may go on; it comes in May"),
        ("May Li", "It is there by May at the latest"),
        ("Ernst Klein", "Das ist kein kleines Problem"),
        ("Bill Gates", "The bill comes by post"),
        ("Anna-Lena Meier", "Hallo Anna-Lena, es geht wieder"),
        ("Jürgen Groß", "Hallo Jürgen, das Konto ist groß genug"),
        ("An Nguyen", "Melde dich an einem anderen Gerät an"),
        ("Al Pacino", "Als ich nachsah, ging es"),
        ("", "Is the plug in?"),
        ("U0123ABC", "Is the plug in?"),
    ],
)
def test_names_that_are_words_leave_the_words_alone(name: str, text: str) -> None:
    assert not reads_like_note(text, Named("U1", name))


@pytest.mark.parametrize(
    ("text", "words"),
    [("🔒 old model", "old model"), ("*Note:* old", "old"), (":lock: old", "old"), ("> Notiz: alt", "alt")],
)
def test_a_marked_note_can_be_read_without_its_mark(text: str, words: str) -> None:
    assert is_note(text)
    assert without_mark(text) == words


@pytest.mark.timeout(5)
def test_a_long_text_is_read_in_no_time() -> None:
    for piece in ("thanks you and, ", "you, Ana, ", "*_~> ", "hi "):
        reads_like_note("Hi Ana, " + piece * 4000, ANA)
