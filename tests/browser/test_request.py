"""One request in two browser windows, from the command to the rating."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.window import Window
from tests.world import World

Windows = Callable[..., Window]


def test_a_request_is_raised_claimed_answered_resolved_and_rated_in_two_windows(town: World, window: Windows) -> None:
    ben, bo = window("ben"), window("bo", at="it-help")
    ben.asks("laptop won't start")

    card = bo.reads("laptop won't start")
    bo.presses("Claim", within=card)
    expect(card.get_by_role("button", name="Resolve")).to_be_visible()

    bo.opens_thread("laptop won't start")
    bo.writes("Hold the power key for ten seconds.")
    ben.goes_to("Helpdesk")
    ben.opens_thread("laptop won't start")
    ben.reads("Hold the power key")
    ben.writes("It is on again!")
    bo.reads("It is on again!")
    bo.page.set_viewport_size({"width": 1280, "height": 440})
    expect(bo.thread.locator(".compose-field")).to_be_in_viewport()  # the thread is longer than the window, and scrolls
    bo.page.set_viewport_size({"width": 1280, "height": 800})

    bo.presses("Resolve", within=card)
    bo.form.locator("[type=submit]").click()
    bo.form_goes()
    town.settle()

    ben.jumps("+1 hour")
    ben.thread.locator("[data-action^=rate]").first.click()
    expect(ben.thread.locator("[data-action^=rate]")).to_have_count(0)
    town.settle()
    assert any(line.startswith("rated") for line in town.timeline(1)), town.timeline(1)


def test_what_one_window_says_another_sees_at_once(town: World, window: Windows) -> None:
    ben, bo = window("ben"), window("bo")
    ben.writes("Anybody at the *big* table?")
    expect(bo.reads("Anybody at the big table?").locator("b", has_text="big")).to_be_visible()
    bo.reads("Anybody at").hover()
    bo.page.get_by_role("button", name="Add reaction eyes").click()
    expect(ben.reads("Anybody at").locator(".reaction").first).to_contain_text("1")

    ben.menu_of(ben.reads("Anybody at"), "Edit")
    ben.page.get_by_role("textbox", name="Edit").fill("Anybody at the small table?")
    ben.page.get_by_role("textbox", name="Edit").press("Enter")
    expect(bo.reads("small table")).to_contain_text("(edited)")

    ben.menu_of(ben.reads("small table"), "Delete")
    ben.presses("Delete", within=ben.page.locator("dialog.small"))
    bo.reads_no("small table")


def test_what_waits_elsewhere_is_marked_as_unread_until_it_is_looked_at(town: World, window: Windows) -> None:
    ben, bo = window("ben"), window("bo", at="it-help")
    ben.writes("Lunch?")
    general = bo.page.get_by_role("button", name="general, 1 unread")
    expect(general).to_be_visible()
    general.click()
    bo.reads("Lunch?")
    expect(bo.page.get_by_role("button", name="general", exact=True)).to_be_visible()


def test_a_jump_of_the_clock_shows_in_every_window(town: World, window: Windows) -> None:
    ben, bo = window("ben"), window("bo")
    bo.jumps("+1 day")
    expect(ben.page.locator(".clock-now")).to_contain_text("Tue")
