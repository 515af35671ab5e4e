"""Grids from rows, and teams in weeks without one."""

import numpy as np
import pytest

from outcomes.engine.panel import NEVER, Panel, fill_teams, panel_from_long, team_at


def test_panel_from_long_adds_the_rows_of_a_cell():
    panel = panel_from_long(
        [0, 0, 1], [1, 1, 2], [4, 5, 3], weight=[1, 0.5, 2], team=[7, 7, 9]
    )

    assert panel.weight.tolist() == [[0, 1.5, 0], [0, 0, 2]]
    assert panel.total.tolist() == [[0, 6.5, 0], [0, 0, 6]]
    assert panel.responses.tolist() == [[0, 2, 0], [0, 0, 1]]
    assert panel.team.tolist() == [[7, 7, 7], [9, 9, 9]]
    assert panel.mean == 12.5 / 3.5


def test_panel_from_long_keeps_the_shape_it_is_told():
    panel = panel_from_long([], [], [], shape=(2, 3))

    assert panel.weight.tolist() == [[0, 0, 0], [0, 0, 0]]
    assert panel.mean == 0


def test_fill_teams_carries_the_last_team_on_and_the_first_one_back():
    teams = np.array([[-1, 2, -1, 3, -1], [-1, -1, -1, -1, -1]])

    assert fill_teams(teams).tolist() == [[2, 2, 2, 3, 3], [-1] * 5]


def test_team_at_is_clipped_to_the_panel():
    teams = np.array([[1, 1, 2], [3, 4, 4], [5, -1, 6]])

    assert team_at(teams, np.array([-4, NEVER, 1])).tolist() == [1, 4, 5]


def test_panel_refuses_grids_of_two_shapes():
    grid, rows = np.zeros((2, 3)), np.zeros(2)

    with pytest.raises(ValueError, match="total"):
        Panel(grid, np.zeros((2, 2)), grid, grid, rows, rows)
