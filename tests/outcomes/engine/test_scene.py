"""Who stands where in a scene: order, clusters, cuts, and every n-th team."""

import numpy as np

from outcomes.engine.judge import judge_module
from outcomes.engine.panel import NEVER, UNKNOWN
from outcomes.engine.scene import lay_out
from outcomes.engine.settings import Settings
from tests.outcomes.engine.organisation import organisation


def test_lay_out_sorts_people_by_their_team_at_completion():
    panel, trainings = organisation(1, people=20, teams=4, has_hires=False)
    moved = np.flatnonzero(trainings["m0"].completed < NEVER)[0]
    panel.team[moved, trainings["m0"].completed[moved] - 1 :] = 3

    scene = lay_out(panel, trainings, "m0", Settings())

    assert (np.diff(scene.cluster) >= 0).all()
    assert scene.cluster[scene.who == moved].tolist() == [3]


def test_scene_cuts_where_each_fit_ends():
    panel, trainings = organisation(2, people=4, teams=2, has_hires=False)
    training = trainings["m0"]
    training.completed[:] = [30, 30, NEVER, NEVER]
    training.assigned[:] = [25, UNKNOWN, 20, NEVER]

    scene = lay_out(panel, trainings, "m0", Settings())

    of = np.argsort(scene.who)
    assert scene.strict_cut[of].tolist() == [21, UNKNOWN, 16, NEVER - 4]
    assert scene.generous_cut[of].tolist() == [26, 26, NEVER - 4, NEVER - 4]


def test_thinned_scene_keeps_whole_clusters():
    panel, trainings = organisation(3, people=60, teams=10, has_hires=False)
    scene = lay_out(panel, trainings, "m0", Settings(side_people=25))

    thin, stays = scene.thinned()

    assert np.unique(scene.cluster[stays]).tolist() == [0, 3, 6, 9]
    assert np.unique(thin.cluster).tolist() == [0, 1, 2, 3]
    assert thin.clusters == 4
    assert thin.who.tolist() == scene.who[stays].tolist()


def test_thinned_scene_of_few_people_is_itself():
    panel, trainings = organisation(3, people=60)
    scene = lay_out(panel, trainings, "m0", Settings())

    thin, stays = scene.thinned()

    assert thin is scene
    assert stays.all()


def test_thinning_moves_only_what_is_drawn_beside_the_headline():
    panel, trainings = organisation(4, people=80, teams=20)
    whole = judge_module(panel, trainings, "m0", settings=Settings())

    thin = judge_module(panel, trainings, "m0", settings=Settings(side_people=40))

    assert (thin.effect, thin.se, thin.curve) == (whole.effect, whole.se, whole.curve)
    assert thin.lagged.people < whole.lagged.people
    assert thin.leads[0].people < whole.leads[0].people
