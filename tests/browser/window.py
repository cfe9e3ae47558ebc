"""A browser window, in the words of who sits before it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect


class Window:
    """One person's window; what the browser complains of is kept as a problem."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def opens(self, where: str) -> None:
        self.page.goto(f"{self.url}/{where}")
        self.sees_place()

    def sees_place(self) -> None:
        expect(self.page.locator(".main .pane-head h2")).to_be_visible()

    def place(self, name: str) -> Locator:
        """A place's entry in the list."""
        return self.page.get_by_role("navigation").get_by_role("button", name=name)

    def goes_to(self, place: str) -> None:
        self.place(place).click()
        expect(self.place(place)).to_have_attribute("aria-current", "page")

    def writes(self, text: str) -> None:
        """Into the field of the thread, if one is open, otherwise of the channel."""
        field = self.page.locator(".compose-field").last
        field.fill(text)
        field.press("Enter")

    def reads(self, text: str) -> Locator:
        """Wait for a message with these words; the newest."""
        message = self.page.get_by_role("article").filter(has_text=text).last
        expect(message).to_be_visible()
        return message

    def reads_no(self, text: str) -> None:
        expect(self.page.get_by_role("article").filter(has_text=text)).to_have_count(0)

    def opens_thread(self, text: str) -> None:
        self.reads(text).locator(".replies").click()
        expect(self.thread).to_be_visible()

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def form(self) -> Locator:
        form = self.page.locator("dialog.modal")
        expect(form).to_be_visible()
        return form

    def form_goes(self) -> None:
        expect(self.page.locator("dialog.modal")).to_be_hidden()

    def presses(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).last.click()

    def chooses(self, select: str, option: str) -> None:
        self.page.get_by_role("combobox", name=select).click()
        self.page.get_by_role("option", name=option).click()

    def jumps(self, how: str) -> None:
        button = self.page.get_by_role("button", name=how)
        button.click()
        expect(button).to_be_enabled()

    def menu_of(self, message: Locator, entry: str) -> None:
        message.hover()
        message.locator(".action-bar").get_by_role("button", name="More").click()
        self.page.get_by_role("menuitem", name=entry).click()

    def asks(self, title: str, **fields: Any) -> None:
        """Raise a request by the command and its form."""
        self.writes(f"/helpdesk {title}")
        for label, words in fields.items():
            self.form.get_by_label(label).fill(words)
        self.form.locator("[type=submit]").click()
        self.form_goes()
