"""Walks types: what can be had from what some modules name, hold, are given and get back."""

import ast
import inspect
import sys
import textwrap
from abc import ABC
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum
from types import FunctionType, ModuleType, NoneType, SimpleNamespace
from typing import (
    Any,
    Generic,
    Literal,
    NamedTuple,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

# These hold nothing but what they are.
_HARMLESS = (NoneType, bool, float, date, time, timedelta, Enum)

# These can hold anything, and so do containers of which nothing more is said.
_OPEN = (object, Any, str, int, bytes, dict, list, tuple, set, frozenset)

# Where the types come from that only hold others.
_CONTAINERS = {"builtins", "collections", "contextlib", "types", "typing"}

# What is made of these alone has nothing more from them.
_PLAIN = (ABC, Exception, Generic, NamedTuple, Protocol, object)

Types = Mapping[str, Any]


@dataclass
class Reach:
    """What was found: classes of ours, places where anything can stand, and classes of others.

    A place is what an object holds, or what comes back from a function or a method.
    """

    ours: set[type] = field(default_factory=set)
    places: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    foreign: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def reach(*modules: ModuleType) -> Reach:
    """Return all that can be reached from what these modules name.

    Of what their own classes are given and hold, all counts; of others only what is public.
    """
    walk = _Walk({module.__name__ for module in modules})
    for module in modules:
        walk.module(module)
    return walk.found


class _Walk:
    def __init__(self, own: set[str]) -> None:
        self.found = Reach()
        self._own = own
        self._seen: set[str] = set()

    def module(self, module: ModuleType) -> None:
        """Walk whatever a module names."""
        self._seen.add(module.__name__)
        for value in vars(module).values():
            if isinstance(value, ModuleType):
                if _is_ours(value) and value.__name__ not in self._seen:
                    self.module(value)
            elif isinstance(value, type) and _is_ours(value):
                self._type(value, "")
            elif (function := _function(value)) and _is_ours(function):
                self._returned(function)

    def _type(self, kind: Any, place: str) -> None:
        """Walk whatever can stand in an annotation."""
        for part in _parts(kind):
            if part in _OPEN or hasattr(part, "__supertype__"):
                self.found.places[place].add(part.__name__)
            elif isinstance(part, type) and not issubclass(part, _HARMLESS):
                self._class(part, place)

    def _class(self, kind: type, place: str) -> None:
        if not _is_ours(kind):
            self.found.foreign[f"{kind.__module__}.{kind.__qualname__}"].add(place)
        elif kind not in self.found.ours:
            self.found.ours.add(kind)
            self._members(kind)

    def _members(self, kind: type) -> None:
        for base in getattr(kind, "__orig_bases__", kind.__bases__):
            if base not in _PLAIN:
                self._type(base, _name(kind))
        for value in vars(kind).values():
            if method := _function(value):
                self._returned(method)
        is_own = kind.__module__ in self._own
        given = _given(vars(kind).get("__init__")) if is_own else {}
        for name, held in (given | _held(kind)).items():
            if is_own or not _is_private(name):
                self._type(held, f"{_name(kind)}.{name}")

    def _returned(self, function: Callable[..., Any]) -> None:
        # What only its own module calls gives nothing away that does not come from elsewhere.
        if not _is_private(function.__name__):
            self._type(get_type_hints(function).get("return"), _name(function))


def _parts(kind: Any) -> Iterator[Any]:
    """Return all that an annotation is made of; of a container, only what is in it."""
    origin, within = get_origin(kind), get_args(kind)
    if isinstance(kind, TypeVar):
        within = (*kind.__constraints__, kind.__bound__)
    elif isinstance(kind, list):  # what a function is given that is given itself
        within = tuple(kind)
    elif origin is None:
        yield kind
    elif origin is Literal:
        within = ()
    elif origin.__module__.partition(".")[0] not in _CONTAINERS:
        yield origin
    for part in within:
        yield from _parts(part)


def _held(kind: type) -> dict[str, Any]:
    """Return the types of what objects of a class hold: as declared, or as its methods set it."""
    declared = SimpleNamespace(__annotations__=vars(kind).get("__annotations__", {}))
    found = get_type_hints(declared, globalns=vars(sys.modules[kind.__module__]))
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    for method in ast.iter_child_nodes(tree):
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            given = _given(_function(vars(kind)[method.name]))
            for name, held in _set_by(method, given, vars(sys.modules[kind.__module__])):
                found.setdefault(name, held)
    return found


def _set_by(method: ast.AST, given: Types, names: Types) -> Iterator[tuple[str, Any]]:
    """Return what a method sets of its own object; what cannot be told can be anything."""
    for node in ast.walk(method):
        match node:
            case ast.AnnAssign(target=ast.Attribute(ast.Name("self"), name), annotation=written):
                yield name, _meant(written, names)
            case ast.Assign([ast.Attribute(ast.Name("self"), name)], value):
                yield name, _made(value, given, names)
    for node in ast.walk(method):
        match node:
            case ast.Attribute(ast.Name("self"), name, ast.Store()):
                yield name, Any


def _meant(written: ast.expr, names: Types) -> Any:
    """Return the type that an annotation stands for."""
    annotated = SimpleNamespace(__annotations__={"it": ast.unparse(written)})
    return get_type_hints(annotated, globalns=dict(names))["it"]


def _made(value: ast.expr, given: Types, names: Types) -> Any:
    """Return the type of what was given, or made by a class, or held by what was given."""
    match value:
        case ast.Name(name):
            return given.get(name, Any)
        case ast.Call(ast.Name(name)) if isinstance(names.get(name), type):
            return names[name]
        case ast.Attribute(ast.Name(name), held) if isinstance(given.get(name), type):
            return _held(given[name]).get(held, Any)
        case ast.Constant(constant):
            return type(constant)
    return Any


def _given(function: Any) -> dict[str, Any]:
    """Return the types of what a function is given."""
    hints = get_type_hints(function) if function else {}
    return {name: given for name, given in hints.items() if name != "return"}


def _function(value: Any) -> Any:
    """Return the function behind whatever was made of one, as a property is, or None."""
    for behind in ("__func__", "fget", "func", "__wrapped__"):
        value = getattr(value, behind, value)
    return value if isinstance(value, FunctionType) else None


def _is_ours(what: Any) -> bool:
    module = what.__name__ if isinstance(what, ModuleType) else what.__module__
    return module.partition(".")[0] in {"bot", "handlers"}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _name(what: Any) -> str:
    return f"{what.__module__.rpartition('.')[2]}.{what.__qualname__}"
