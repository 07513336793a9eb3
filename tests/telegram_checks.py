"""Whether Telegram knows such a call, by the methods of the library that did not make it."""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from telegram_chats import Params

Library = Literal["aiogram", "telegram"]
Check = Callable[[str, Params], list[str]]


def checker(library: Library) -> Check:
    """Return the check by a library, which is loaded only now since it takes seconds."""
    return _by_aiogram() if library == "aiogram" else _by_telegram()


def _by_aiogram() -> Check:
    from aiogram import methods  # noqa: PLC0415

    def check(method: str, params: Params) -> list[str]:
        model = getattr(methods, method[:1].upper() + method[1:], None)
        if model is None:
            return [f"{method}: no such method"]
        try:
            call = model.model_validate(params)
        except ValidationError as error:
            return [_told(method, wrong["loc"], wrong["msg"]) for wrong in error.errors()]
        return [_told(method, where, "unknown") for where in _unknown(call)]

    return check


def _told(method: str, where: tuple[int | str, ...], what: str) -> str:
    return f"{method}: {'.'.join(map(str, where))}: {what}"


def _unknown(value: object, where: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Yield where something stands that the models take but do not know, however deep."""
    if isinstance(value, BaseModel):
        yield from ((*where, name) for name in value.model_extra or ())
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from _unknown(getattr(value, name), (*where, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, (*where, index))


def _by_telegram() -> Check:
    import telegram  # noqa: PLC0415

    nested: dict[str, Any] = {
        "inline_keyboard": telegram.InlineKeyboardMarkup,
        "keyboard": telegram.ReplyKeyboardMarkup,
        "remove_keyboard": telegram.ReplyKeyboardRemove,
        "force_reply": telegram.ForceReply,
        "message_id": telegram.ReplyParameters,
        "is_disabled": telegram.LinkPreviewOptions,
    }

    @cache
    def names(method: str) -> dict[str, bool] | None:
        function = getattr(telegram.Bot, method, None)
        if function is None or "_" in method:
            return None
        # What can be given by keyword only is the library's own, and no parameter of Telegram's.
        taken = list(inspect.signature(function).parameters.values())[1:]
        return {p.name: p.default is p.empty for p in taken if p.kind is p.POSITIONAL_OR_KEYWORD}

    def check(method: str, params: Params) -> list[str]:
        known = names(method)
        if known is None:
            return [f"{method}: no such method"]
        wrong = [f"{method}: {name}: unknown" for name in params if name not in known]
        wrong += [
            f"{method}: {n}: required" for n, must in known.items() if must and n not in params
        ]
        for name, value in params.items():
            if isinstance(value, dict):
                wrong += [f"{method}: {name}: {why}" for why in _misread(nested, value)]
        return wrong

    return check


def _misread(nested: dict[str, Any], value: Params) -> Iterator[str]:
    """Yield why the library does not take an object of a call, or what in it it does not know."""
    model = next((nested[name] for name in value if name in nested), None)
    if model is None:
        return
    try:
        read = model.de_json(value, None)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        yield str(error)
        return
    parts = [read, *(button for row in getattr(read, "inline_keyboard", ()) for button in row)]
    for part in parts:
        yield from (f"{name}: unknown" for name in part.api_kwargs)
