"""Reading an app's manifest, as Slack does when the app is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.messages import JSON
from sandbox.records import InstalledApp, User
from sandbox.world import Token, World


def install(world: World, manifest: Mapping[str, Any], request_url: str | None) -> InstalledApp:
    """A new app with its bot, tokens and signing secret. The manifest's own web addresses are never called."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    scopes = frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    app_id, bot = world.ids.new("A"), _bot(world, manifest)
    bot.app_id = app_id
    app = InstalledApp(
        app_id=app_id,
        bot_id=world.ids.new("B"),
        bot_user=bot,
        bot_token=f"xoxb-{world.ids.new('')}",
        app_token=f"xapp-1-{app_id}",
        signing_secret=world.ids.new("secret"),
        verification_token=world.ids.new("verification"),
        manifest=manifest,
        scopes=scopes,
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=_commands(features),
        shortcuts=_shortcuts(features) if "commands" in scopes else {},
        interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        messages_tab=_messages_tab(features),
        request_url=request_url,
    )
    _register(world, app)
    return app


def _bot(world: World, manifest: Mapping[str, Any]) -> User:
    shown = manifest.get("features", {}).get("bot_user", {}).get("display_name")
    name = str(shown or manifest["display_information"]["name"])
    handle = name.lower().replace(" ", "-")
    return User(world.ids.new("U"), handle, name, "", "America/Los_Angeles", "en-US", is_bot=True)


def _commands(features: Mapping[str, Any]) -> dict[str, JSON]:
    return {command["command"]: dict(command) for command in features.get("slash_commands", ())}


def _shortcuts(features: Mapping[str, Any]) -> dict[str, str]:
    return {shortcut["callback_id"]: shortcut["type"] for shortcut in features.get("shortcuts", ())}


def _messages_tab(features: Mapping[str, Any]) -> bool:
    home = features.get("app_home", {})
    return bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled")


def _register(world: World, app: InstalledApp) -> None:
    world.apps[app.app_id] = app
    world.users[app.bot_user.id] = app.bot_user
    world.users_by_name[app.bot_user.name] = app.bot_user
    world.tokens[app.bot_token] = Token(app, is_bot=True)
    world.tokens[app.app_token] = Token(app, is_bot=False)
    if "commands" in app.scopes:
        world.commands |= dict.fromkeys(app.commands, app)
