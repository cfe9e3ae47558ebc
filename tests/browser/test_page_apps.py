"""What an app shows in the browser: its home, forms that change, files for them, and its shortcuts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.browser.conftest import windows
from tests.browser.window import Window
from tests.sandbox.kit import Body, button, field, modal, options, text_field, words
from tests.sandbox.stage import Stage, stage

LOADING = {"type": "home", "blocks": [{"type": "context", "elements": [words("⏳ One moment …")]}]}
MINE = {"type": "static_select", "action_id": "shown", "options": options("mine", "team")}
MORE = {"type": "overflow", "action_id": "more", "options": options("withdraw", "remind")}
TYPES = {"it": ("access", "laptop"), "hr": ("contract", "benefits")}


def home(heading: str) -> Body:
    """A home with every control that a help desk puts there."""
    request = {"type": "section", "text": {"type": "mrkdwn", "text": "*#7 · Laptop*\nWaiting for you"}}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": words(heading)},
            {"type": "actions", "elements": [button("Ask for help", "ask") | {"style": "primary"}, MINE]},
            {"type": "divider"},
            request | {"block_id": "request", "accessory": MORE},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "Mon-Fri 9:00-17:00 · answers within 4 h"}]},
        ],
    }


def form(desk: str) -> Body:
    """A form whose second select depends on the first."""
    chosen: Body = {"type": "static_select", "action_id": "desk", "options": options(*TYPES)}
    kinds: Body = {"type": "static_select", "action_id": "type", "options": options(*TYPES[desk])}
    shots: Body = {"type": "file_input", "action_id": "files", "max_files": 2}
    return modal(
        field("Desk", chosen | {"initial_option": options(desk)[0]}, dispatch_action=True),
        field("Type", kinds, optional=True),
        text_field("What"),
        field("Shots", shots, optional=True),
    )


class Atlas:
    """An app of Bolt's with a home, a form and two shortcuts; it writes down what it hears."""

    def __init__(self, bolt: App) -> None:
        self.heard: list[str] = []
        self.sent: list[Body] = []
        bolt.event("app_home_opened")(self.opened)
        bolt.action("ask")(self.ask)
        bolt.shortcut("ask_anything")(self.ask)
        bolt.action("shown")(self.shown)
        bolt.action("more")(self.more)
        bolt.action("desk")(self.changed)
        bolt.view("form")(self.submitted)
        bolt.shortcut("ask_about")(self.about)

    def opened(self, client: WebClient, event: Body) -> None:
        client.views_publish(user_id=event["user"], view=LOADING)
        client.views_publish(user_id=event["user"], view=home("Your requests"))

    def ask(self, ack: Ack, client: WebClient, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form("it"))
        ack()

    def shown(self, ack: Ack, client: WebClient, body: Body) -> None:
        choice = body["actions"][0]["selected_option"]["text"]["text"]
        client.views_publish(user_id=body["user"]["id"], view=home(f"{choice} requests"))
        ack()

    def more(self, ack: Ack, body: Body) -> None:
        self.heard.append(body["actions"][0]["selected_option"]["value"])
        ack()

    def changed(self, ack: Ack, client: WebClient, body: Body) -> None:
        view = body["view"]
        desk = view["state"]["values"]["desk"]["desk"]["selected_option"]["value"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=form(desk))
        ack()

    def submitted(self, ack: Ack, view: Body) -> None:
        self.sent.append(view["state"]["values"])
        ack()

    def about(self, ack: Ack, body: Body) -> None:
        self.heard.append(body["message"]["text"])
        ack()


@pytest.fixture
def on() -> Iterator[Stage]:
    with stage(ack_seconds=20) as built:  # a busy machine must not look like a slow app
        built.ana.account.locale = "en-US"
        yield built


@pytest.fixture
def atlas(on: Stage) -> Iterator[Atlas]:
    bolt = on.bolt()
    atlas = Atlas(bolt)
    with on.serving(bolt):
        yield atlas


@pytest.fixture
def look(browser: Browser, on: Stage) -> Iterator[Callable[[str], Window]]:
    with windows(browser, on.server.url) as open_one:
        yield open_one


def test_a_home_is_loaded_pressed_and_changed(on: Stage, atlas: Atlas, look: Callable[[str], Window]) -> None:
    ana = look(f"#ana/{on.app.app_id}")
    here = ana.page.locator(".home")
    expect(here).to_contain_text("Your requests")
    ana.chooses("Choose", "Team")
    expect(here).to_contain_text("Team requests")
    here.get_by_role("button", name="More").click()
    ana.page.get_by_role("menuitem", name="Remind").click()
    ana.presses("Ask for help", within=here)
    expect(ana.form).to_contain_text("Desk")
    assert atlas.heard == ["remind"]


def test_a_form_changes_with_a_choice_and_takes_files(
    on: Stage, atlas: Atlas, look: Callable[[str], Window], tmp_path: Path
) -> None:
    (tmp_path / "screen.png").write_bytes(b"png")
    ana = look(f"#ana/{on.general.id}")
    ana.presses("Shortcuts")
    ana.page.get_by_role("menuitem", name="Ask anything").click()
    ana.chooses("Type", "Laptop")
    ana.form.get_by_label("What").fill("It beeps")
    ana.form.locator("input[type=file]").set_input_files(tmp_path / "screen.png")
    expect(ana.form).to_contain_text("screen.png")
    ana.chooses("Desk", "Hr")
    expect(ana.form.get_by_role("combobox", name="Type")).not_to_contain_text("Laptop")
    ana.chooses("Type", "Contract")
    expect(ana.form.get_by_label("What")).to_have_value("It beeps")
    ana.form.locator("[type=submit]").click()
    ana.form_goes()
    (sent,) = atlas.sent
    assert sent["type"]["type"]["selected_option"]["value"] == "contract"
    assert sent["what"]["text"]["value"] == "It beeps"
    assert [file["name"] for file in sent["shots"]["files"]["files"]] == ["screen.png"]


def test_a_link_to_a_file_gives_it_to_those_who_may_see_it(on: Stage, look: Callable[[str], Window]) -> None:
    private = on.workspace.add_channel("board", [on.ana], private=True)
    file = on.ana.says(private, "minutes", files=[("our minutes.txt", b"secret")]).files[0]
    on.ana.says(on.general, f"see {file['permalink']}")
    found = []
    for name in ("ana", "bo"):
        window = look(f"#{name}/{on.general.id}")
        address = window.reads("see http").get_by_role("link", name="minutes").get_attribute("href")
        found.append(window.page.request.get(f"{on.server.url}{address}"))
        window.opens(file["permalink"].removeprefix(f"{on.server.url}/"))
    mine, theirs = found
    assert (mine.text(), theirs.status) == ("secret", 400)


def test_a_guests_message_is_marked_ticketed_and_handed_to_an_app(
    on: Stage, atlas: Atlas, look: Callable[[str], Window]
) -> None:
    gil = on.workspace.add_person("gil", guest=True)
    on.ana.invites(gil, on.general)
    said = gil.says(on.general, "my badge is broken")
    ana = look(f"#ana/{on.general.id}")
    message = ana.reads("my badge is broken")
    expect(message.locator(".badge")).to_have_text("Guest")
    message.hover()
    ana.presses("Add reaction ticket", within=message)
    expect(message.locator(".reaction").first).to_contain_text("🎫")
    with ana.page.expect_response("**/page/act/uses_shortcut**"):
        ana.menu_of(message, "Ask")
    assert atlas.heard == ["my badge is broken"]
    assert on.ana.sees(said).reactions == {"ticket": (on.ana.id,)}
