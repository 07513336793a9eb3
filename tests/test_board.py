"""Promises of what a counsellor's board shows."""

from builders import KIM, ROBIN, conversation, situation, talking, waiting

from bot.doors.board import BoardView
from bot.store.queue import Board
from bot.texts import Texts


def test_board(texts: Texts) -> None:
    """Who waits, who is mine and who is with whom; who was just handed back is nowhere twice."""
    view = BoardView(texts, "sv", KIM, situation())
    board = Board((waiting(code="al 10"),), 3, (
        talking(KIM, code="ek 20"), talking(ROBIN, code="gran 30"), conversation(code="asp 40"),
    ))  # fmt: skip
    shown = view.show(board, [KIM, ROBIN], "c1")

    assert [one["code"] for one in shown["waiting"]] == ["al 10"]
    assert shown["more"] == 2
    assert [one["code"] for one in shown["mine"]] == ["ek 20"]
    assert shown["others"] == [{"alias": "Robin", "codes": ["gran 30"]}]
    assert shown["duty"] == ["Kim", "Robin"]
