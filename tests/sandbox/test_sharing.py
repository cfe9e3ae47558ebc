"""Who can open a file: its owner, those in a conversation where it stands, and the app that it was handed to."""

import urllib.request

from slack_bolt import Ack

from sandbox.messages import JSON
from tests.sandbox.kit import Body, field, modal, opening
from tests.sandbox.stage import Stage, error_of


def read(on: Stage, url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {on.app.bot_token}"})
    with urllib.request.urlopen(request) as answer:
        found: bytes = answer.read()
    return found


def is_readable(on: Stage, file: JSON) -> bool:
    known = error_of(lambda: on.client.files_info(file=file["id"])) == "ok"
    assert known == (read(on, file["url_private"]) == b"x")
    return known


def test_a_bot_reads_what_was_posted_where_it_is(on: Stage) -> None:
    private = on.workspace.add_channel("board", [on.ana], private=True)
    places = (on.general, on.ana.dm(on.app), on.ana.group_dm(on.bo), private)
    files = [on.ana.says(place, "see", files=[("a b.txt", b"x")]).files[0] for place in places]
    assert [is_readable(on, file) for file in files] == [True, True, False, False]
    assert [file["is_public"] for file in files] == [True, False, False, False]
    assert read(on, files[0]["url_private_download"]) == b"x"


def test_a_file_of_a_form_is_its_owners_and_the_apps_alone(on: Stage) -> None:
    bolt, sent = on.bolt(), []
    opening(bolt, modal(field("Shots", {"type": "file_input", "action_id": "files"})))

    @bolt.view("form")
    def _(ack: Ack, view: Body) -> None:
        sent.extend(view["state"]["values"]["shots"]["files"]["files"])
        ack()

    chosen, kept = on.ana.uploads("a.png", b"x"), on.ana.uploads("b.png", b"x")
    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.fills({"Shots": [chosen]})
        on.ana.submits()
    (file,) = sent
    assert is_readable(on, file)
    assert (file["channels"], file["groups"], file["ims"]) == ([], [], [])
    assert error_of(lambda: on.client.files_info(file=kept.id)) == "file_not_found"


def test_a_file_whose_message_is_deleted_is_its_owners_alone_again(on: Stage) -> None:
    said = on.ana.says(on.general, "oops", files=[("a.txt", b"x")])
    on.ana.deletes(said)
    assert not is_readable(on, said.files[0])


def test_a_bot_deletes_its_own_files_alone_and_what_was_nothing_else_goes_with_them(on: Stage) -> None:
    hers = on.ana.says(on.general, "see", files=[("a.txt", b"x")]).files[0]["id"]
    assert error_of(lambda: on.client.files_delete(file=hers)) == "cant_delete_file"
    assert error_of(lambda: on.client.files_delete(file="F0")) == "file_not_found"

    root = on.client.chat_postMessage(channel=on.general.id, text="root")["ts"]
    ids = [_uploaded(on, comment, root) for comment in ("mine", "")]
    (shares,) = on.client.files_info(file=ids[0])["file"]["shares"]["public"].values()
    said, _ = on.ana.thread(on.ana.messages(on.general)[-1])
    assert shares == [{"ts": said.ts, "thread_ts": root}]
    for one in ids:
        on.client.files_delete(file=one)
    (left,) = on.ana.thread(on.ana.messages(on.general)[-1])
    assert (left.text, left.files) == ("mine", ())
    assert error_of(lambda: on.client.files_info(file=ids[0])) == "file_not_found"


def _uploaded(on: Stage, comment: str, root: str) -> str:
    given = on.client.files_getUploadURLExternal(filename="b.txt", length=1)
    urllib.request.urlopen(urllib.request.Request(given["upload_url"], b"y")).close()
    files, where = [{"id": given["file_id"]}], on.general.id
    on.client.files_completeUploadExternal(files=files, initial_comment=comment, channel_id=where, thread_ts=root)
    return str(given["file_id"])
