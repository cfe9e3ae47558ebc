"""Files in Slack: copies of those that people share, and our own, put where they can be opened and taken away again."""

from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError

from bot.files import SharedFile
from bot.transfers import Distrusted, TooLarge, Transfers
from bot.trouble import Refused, Unreachable, failure

T = TypeVar("T")
COPY_LIMIT = 20_000_000
_FILE_GONE = frozenset({"file_not_found", "file_deleted"})


class Uploads:
    """The calls about files, by what calls Slack: `ask` by a form, `write` by JSON; each raises a SlackTrouble.

    `find` gives what stands at a channel's ts, and `delete` takes a message of ours away.
    """

    def __init__(
        self,
        ask: Callable[..., Any],
        write: Callable[[str, dict[str, Any]], Any],
        transfers: Transfers,
        token: str,
        *,
        find: Callable[[str, str], Sequence[Mapping[str, Any]]],
        delete: Callable[[str, str], None],
    ) -> None:
        self._ask = ask
        self._write = write
        self._transfers = transfers
        self._token = token
        self._find = find
        self._delete = delete

    def share(
        self,
        file: SharedFile,
        channel: str,
        thread_ts: str | None = None,
        comment: str = "",
        *,
        even_open: bool = False,
    ) -> str | None:
        """Put a copy of a file into a thread, where everybody can open it who can read the thread; the copy's id.

        A link does not share what somebody else has uploaded (slackapi/bolt-js#1269): it is fetched and uploaded anew.
        None, and nothing done, for what is kept elsewhere, is larger than 20 MB, or (unless `even_open`) stands in a
        public channel already: there the link has to do. Not idempotent: after Unreachable there may be a copy.
        Refused with thread_not_found where the thread is gone, also while the bytes travelled: then the copy is too.
        """
        self._need_thread(channel, thread_ts)
        known = self._ask("files.info", file=file.id)["file"]
        is_open = known.get("is_public") and not even_open
        if is_open or known.get("is_external") or known.get("size", 0) > COPY_LIMIT:
            return None
        copy = self._copied(known, channel)
        self.hand_over(copy, known.get("title") or known["name"], channel, thread_ts, comment)
        try:
            self._need_thread(channel, thread_ts)
        except Refused:
            self.unshare(copy, channel)
            raise
        return copy

    def _need_thread(self, channel: str, thread_ts: str | None) -> None:
        if thread_ts is not None and not self._find(channel, thread_ts):
            raise Refused("files.completeUploadExternal", channel, "thread_not_found")

    def unshare(self, file: str, channel: str) -> None:
        """Take our copy of a file away, and the message that it came in as far as Slack can name it.

        Slack shares what was uploaded some time after it has said yes (slackapi/python-slack-sdk#1329): until then
        only the file goes, and leaves a line that says so. What is gone already is done.
        """
        try:
            shares = self._ask("files.info", file=file)["file"].get("shares") or {}
            for one in (one for kind in shares.values() for one in kind.get(channel, ())):
                self._delete(channel, one["ts"])
            self._write("files.delete", {"file": file})
        except Refused as refused:
            if refused.error not in _FILE_GONE:
                raise

    def _copied(self, known: Mapping[str, Any], channel: str) -> str:
        """Download a file and upload it as ours; nobody sees it before the upload is completed. The copy's id."""
        url = known["url_private"]
        content = self._carried("download", channel, lambda: self._transfers.fetch(url, self._token, COPY_LIMIT))
        return self.upload(known["name"], content, channel)

    def upload(self, name: str, content: bytes, channel: str) -> str:
        """Upload a file that is meant for a channel; nobody sees it before it is handed over. Its id."""
        given = self._ask("files.getUploadURLExternal", filename=name, length=len(content))
        self._carried("upload", channel, lambda: self._transfers.send(given["upload_url"], content))
        return str(given["file_id"])

    def hand_over(self, file: str, title: str, channel: str, thread_ts: str | None = None, comment: str = "") -> None:
        """Put what was uploaded into a channel or thread. Not idempotent: ask `is_shared` after Unreachable."""
        place = {"channel_id": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
        said = {"initial_comment": comment} if comment else {}
        self._write("files.completeUploadExternal", {"files": [{"id": file, "title": title}], **place, **said})

    def is_shared(self, file: str, channel: str) -> bool:
        """Whether a file of ours stands in a channel; Slack may know only some time after it was handed over."""
        try:
            shares = self._ask("files.info", file=file)["file"].get("shares") or {}
        except Refused as refused:
            if refused.error not in _FILE_GONE:
                raise
            return False
        return any(channel in kind for kind in shares.values())

    def _carried(self, way: str, channel: str, carry: Callable[[], T]) -> T:
        try:
            return carry()
        except (Distrusted, TooLarge) as error:
            raise Refused(way, channel, "file_refused", repr(error)) from error
        except HTTPError as error:
            with error:
                raise failure(way, channel, error.code, dict(error.headers), "file_not_readable") from error
        except (OSError, HTTPException) as error:
            raise Unreachable(way, channel, repr(error)) from error
