"""Forms, selects and files in the browser."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.window import Window
from tests.world import World

Windows = Callable[..., Window]


def test_a_field_left_empty_is_said_so_and_the_rest_stays_typed(town: World, window: Windows) -> None:
    ben = window("ben")
    ben.writes("/helpdesk it our printer")
    title, details = ben.form.locator("input.field").first, ben.form.locator("textarea").first
    title.fill("")
    details.fill("It prints *stars*")
    ben.form.locator("[type=submit]").click()
    expect(ben.form.get_by_role("alert").filter(has_text="Please complete this required field.")).to_be_visible()
    expect(title).to_be_focused()
    expect(details).to_have_value("It prints *stars*")

    title.fill("printer prints stars")
    ben.form.locator("[type=submit]").click()
    ben.form_goes()
    town.settle()
    assert town.request(1).title == "printer prints stars"


def test_a_choice_in_a_select_reaches_the_bot(town: World, window: Windows) -> None:
    ben = window("ben")
    ben.writes("/helpdesk my holidays")
    desk = ben.form.get_by_role("combobox").first
    desk.click()
    ben.page.keyboard.type("HR")
    ben.page.keyboard.press("Enter")
    expect(desk).to_contain_text("HR")
    ben.form.locator("[type=submit]").click()
    ben.form_goes()
    town.settle()
    assert town.request(1).desk == "hr"


def test_escape_closes_a_form(town: World, window: Windows) -> None:
    ben = window("ben")
    ben.writes("/helpdesk")
    expect(ben.form).to_be_visible()
    ben.page.keyboard.press("Escape")
    ben.form_goes()


def test_a_file_is_sent_with_a_message_and_seen_by_others(town: World, window: Windows, tmp_path: Path) -> None:
    ben, bo = window("ben"), window("bo")
    log = tmp_path / "crash.log"
    log.write_text("boom")
    ben.page.locator("input[type=file]").set_input_files(log)
    ben.writes("see the log")
    link = bo.reads("see the log").get_by_role("link", name="crash.log")
    with bo.page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_text() == "boom"


def test_a_bot_that_is_down_is_said_to_have_failed(town: World, window: Windows) -> None:
    town.company.app.request_url = "http://127.0.0.1:9/nobody"
    ben = window("ben")
    ben.writes("/helpdesk hello there")
    expect(ben.page.get_by_role("status")).to_contain_text('/helpdesk failed with the error "dispatch_failed"')
    expect(ben.page.locator("dialog.modal")).to_be_hidden()
