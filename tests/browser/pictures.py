"""Takes the pictures that the README shows, of the demo as it is: `make pictures`."""

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from handlers.demo import between, past
from handlers.demo.showing import hand_over
from handlers.demo.stage import START, Stage, raised
from tests.browser.conftest import launched

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
_SIZE = {"width": 1280, "height": 800}


def take_all() -> None:
    """Live through the demo's past and photograph it."""
    FOLDER.mkdir(exist_ok=True)
    with raised(start=past.begins(START)) as stage, sync_playwright() as playwright:
        hand_over(stage)
        past.live_past(stage, START)
        between.ask_each_other(stage)
        browser = launched(playwright)
        _confidence(browser, stage)
        _home(browser, stage)
        _form(browser, stage)
        _thread(browser, stage)
        _desk(browser, stage)
        _week(browser, stage)
        browser.close()


def _home(browser: Browser, stage: Stage) -> None:
    page = _window(browser, stage, "ben", stage.company.app.app_id)
    page.get_by_text("Who can help").wait_for()
    _save(page, "home")


def _confidence(browser: Browser, stage: Stage) -> None:
    hana, nick = stage.company.people["hana"], stage.company.people["nick"]
    hers, his = hana.dm(stage.company.app), nick.dm(stage.company.app)
    hana.presses("Übernehmen", on=hana.messages(hers)[-1])
    stage.settle()
    hana.says(hers, "Thank you for telling me. Shall we talk, today at four?", thread=hana.messages(hers)[-1])
    stage.settle()
    page = _window(browser, stage, "nick", his.id, f"t{nick.messages(his)[-1].ts}", dark=True)
    page.get_by_role("complementary", name="Thread").get_by_text("Thank you").wait_for()
    _save(page, "confidence")


def _form(browser: Browser, stage: Stage) -> None:
    page = _window(browser, stage, "ana", stage.company.channels["general"].id)
    field = page.locator(".compose-field")
    field.fill("/helpdesk Laptop startet nicht")
    field.press("Enter")
    form = page.locator("dialog.modal")
    form.get_by_label("Einzelheiten").fill("Er piept dreimal, dann nichts.")
    for label, choice in (("Thema", "Geräte"), ("Welches Gerät", "Laptop"), ("ausleihen", "Reparatur")):
        form.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=choice).click()
    form.get_by_label("Inventarnummer").fill("N-0815")
    page.set_viewport_size({"width": 1280, "height": 1220})
    _save(page, "form")
    form.locator("[type=submit]").click()
    form.wait_for(state="hidden")
    stage.settle()


def _thread(browser: Browser, stage: Stage) -> None:
    bo, desk = stage.company.people["bo"], stage.company.channels["it-help"]
    card = bo.messages(desk)[-1]
    bo.presses("Claim", on=card)
    stage.settle()
    bo.says(desk, "Please hold the power button for 20 seconds.", thread=card)
    bo.says(desk, "🔒 third one of this model this week", thread=card)
    stage.settle()
    page = _window(browser, stage, "bo", desk.id, f"t{card.ts}")
    page.get_by_role("complementary", name="Thread").get_by_text("third one").wait_for()
    _save(page, "thread")


def _desk(browser: Browser, stage: Stage) -> None:
    page = _window(browser, stage, "bo", stage.company.app.app_id)
    page.get_by_role("button", name="All open").click()
    stage.settle()
    page.get_by_text("Outlook-Kalender").wait_for()
    _save(page, "desk")


def _week(browser: Browser, stage: Stage) -> None:
    lena = stage.company.people["lena"]
    page = _window(browser, stage, "lena", lena.dm(stage.company.app).id, dark=True)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.get_by_text("IT last week").last.evaluate("heading => heading.scrollIntoView()")
    _save(page, "week")


def _window(browser: Browser, stage: Stage, name: str, *where: str, dark: bool = False) -> Page:
    scheme = "dark" if dark else "light"
    page = browser.new_context(viewport=_SIZE, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(f"{stage.company.server.url}/#{'/'.join((name, *where))}")
    page.locator(".main .pane-head h2").wait_for()
    return page


def _save(page: Page, name: str) -> None:
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    take_all()
