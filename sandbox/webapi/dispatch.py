"""From a method's name, a token and arguments to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.webapi import apps, chat, conversations, files, reactions, users, views
from sandbox.webapi.calls import Call, Method
from sandbox.world import Token, World

METHODS: Mapping[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}


def answer(world: World, name: str, token: Token | None, sent: str | None, args: Mapping[str, Any]) -> JSON:
    """Do what is asked, under the lock; a refusal is an answer too."""
    try:
        with world.lock:
            return {"ok": True, **_answer(world, name, token, sent, args)}
    except Refusal as refusal:
        return {"ok": False, "error": refusal.error, **refusal.details}


def _answer(world: World, name: str, token: Token | None, sent: str | None, args: Mapping[str, Any]) -> JSON:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", req_method=name)
    if method.open_to_all and token is None:
        return {"args": dict(args)}
    call = Call(world, _caller(token, sent, method), args)
    if method.scope is not None:
        call.need(method.scope)
    return method.run(call)


def _caller(token: Token | None, sent: str | None, method: Method) -> Any:
    if token is None:
        raise Refusal("invalid_auth" if sent else "not_authed")
    if not token.app.active:
        raise Refusal("account_inactive")
    if token.is_bot != method.for_bot and not method.open_to_all:
        raise Refusal("not_allowed_token_type")
    return token.app


def scopes_of(token: Token | None) -> str:
    """What x-oauth-scopes says for a token."""
    if token is None:
        return ""
    return ",".join(sorted(token.app.scopes)) if token.is_bot else "connections:write"
