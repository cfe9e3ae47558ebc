"""Where a window stands: reloads, links, long channels, hostile words."""

from collections.abc import Callable

from playwright.sync_api import expect

from sandbox.membership import open_direct
from tests.browser.window import Window
from tests.world import World

Windows = Callable[..., Window]


def test_a_reload_loses_nothing(town: World, window: Windows) -> None:
    bo = window("bo")
    bo.writes("Who has the projector?")
    bo.reads("projector")
    town.person("ben").says(town.channel("general"), "I do", thread=town.last_in("bo", town.channel("general")))
    bo.opens_thread("projector")
    bo.page.locator(".thread .compose-field").fill("half a sent")
    bo.page.reload()
    expect(bo.thread).to_contain_text("I do")
    expect(bo.page.locator(".thread .compose-field")).to_have_value("half a sent")
    expect(bo.page.get_by_role("button", name="You are Bo Brandt")).to_be_visible()


def test_a_reload_keeps_a_form_and_what_was_typed_into_it(town: World, window: Windows) -> None:
    ben = window("ben")
    ben.writes("/helpdesk our printer")
    with ben.page.expect_response("**/page/act/fills**"):
        ben.form.locator("textarea").first.fill("It smokes")
    ben.page.reload()
    expect(ben.form.locator("textarea").first).to_have_value("It smokes")


def test_hostile_words_are_shown_as_words(town: World, window: Windows) -> None:
    ben, bo = window("ben"), window("bo")
    hostile = "<img src=x onerror=alert(1)> <script>document.title='bad'</script> javascript:alert(1) &amp;"
    ben.writes(hostile)
    expect(bo.reads("onerror=alert(1)").locator(".text")).to_have_text(hostile)
    expect(bo.page.locator(".rows img, .rows script")).to_have_count(0)


def test_a_visitor_goes_on_holiday_and_comes_back(town: World, window: Windows) -> None:
    bo = window("bo")
    away = bo.page.get_by_role("button", name="Away")
    away.click()
    expect(away).to_have_attribute("aria-pressed", "true")
    assert town.person("bo").account.status_emoji == ":palm_tree:"
    away.click()
    expect(away).to_have_attribute("aria-pressed", "false")


def test_a_click_during_which_news_come_leads_where_it_was_meant_to(town: World, window: Windows) -> None:
    bo, ben, general = window("bo", at="it-help"), town.person("ben"), town.channel("general")
    where = bo.place("general").locator(".place-name").bounding_box()
    assert where
    bo.page.mouse.move(where["x"] + 5, where["y"] + 5)
    bo.page.mouse.down()
    ben.says(general, "Cake in the kitchen")
    expect(bo.place("general").locator(".count")).to_have_text("1")
    bo.page.mouse.up()
    bo.reads("Cake in the kitchen")
    expect(bo.place("general")).to_have_attribute("aria-current", "page")


def test_people_who_talk_together_are_listed_by_their_names_the_bot_last(town: World, window: Windows) -> None:
    bo, ben, ana = window("bo"), town.person("ben"), town.person("ana")
    bot, world = town.company.app.bot_user_id, town.company.workspace.world
    together, _ = open_direct(world, (bot, ana.id, ben.id, town.person("bo").id))
    ben.says(together, "The three of us?")
    bo.goes_to("Ana Alvarez, Ben Becker, Helpdesk")
    expect(bo.page.get_by_role("heading", name="Ana Alvarez, Ben Becker, Helpdesk")).to_be_visible()
    bo.reads("The three of us?")


def test_a_link_to_an_old_message_opens_it_and_marks_it(town: World, window: Windows) -> None:
    general, bo = town.channel("general"), town.person("bo")
    said = [bo.says(general, f"message {number}") for number in range(200)]
    ben = window("ben")
    expect(ben.reads("message 199")).to_be_in_viewport()
    ben.reads_no("message 20")
    ben.opens(f"archives/{general.id}/p{said[20].ts.replace('.', '')}")
    wanted = ben.page.locator("article.highlight")
    expect(wanted).to_contain_text("message 20")
    expect(wanted).to_be_in_viewport()
    expect(ben.page.get_by_role("button", name="You are Ben Becker")).to_be_visible()


def test_a_channel_of_five_thousand_messages_opens_with_the_newest_and_scrolls_back(
    town: World, window: Windows
) -> None:
    general, bo = town.channel("general"), town.person("bo")
    for number in range(5_000):
        bo.says(general, f"message {number}")
    ben = window("ben")
    expect(ben.reads("message 4999")).to_be_in_viewport()
    assert ben.page.get_by_role("article").count() == 50
    ben.page.locator(".timeline .scroller").evaluate("scroller => { scroller.scrollTop = 0; }")
    ben.reads("message 4905")


def test_another_person_in_the_same_window_sees_their_own_places_and_language_however_narrow_it_is(
    town: World, window: Windows
) -> None:
    ben = window("ben")
    ben.page.get_by_role("button", name="You are Ben Becker").click()
    ben.page.get_by_role("menuitemradio", name="Ana Alvarez").click()
    expect(ben.page.get_by_role("button", name="Du bist Ana Alvarez")).to_be_visible()
    expect(ben.page.get_by_role("navigation")).to_contain_text("Direktnachrichten")
    for width in (1240, 1000, 600):
        ben.page.set_viewport_size({"width": width, "height": 800})
        expect(ben.page.get_by_role("button", name="Leitung")).to_be_in_viewport(ratio=1)


def test_the_wire_shows_calls_as_they_happen_and_lets_them_fail(town: World, window: Windows) -> None:
    ben = window("ben")
    ben.presses("Wire")
    ben.presses("Outage")
    ben.writes("/helpdesk hello there")
    row = ben.page.get_by_role("option").filter(has_text="views.open").last
    expect(row).to_contain_text("http 503")
    row.click()
    expect(ben.page.get_by_role("region", name="Payload")).to_contain_text("trigger_id")
    ben.presses("Undo all")
    expect(ben.page.get_by_role("button", name="Undo all")).to_have_count(0)  # once the workspace has heard it
    assert not town.company.workspace.faults.take("views.open", {})
