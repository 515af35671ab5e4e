"""The least squares behind every fit: employee and week effects, and steps in time.

The untreated outcome of employee e in week t is

    employee effect + week effect + sum over k of coefficient k x 1[t >= start(e, k)].

Every covariate of the method is such a step: a bin from week 4 to 12 is the step at 4
less the step at 13, and what holds for all of a person's weeks is the employee effect.
That makes the sums cheap. With w the weights of an employee's cells, W their sum and
S(k) the weight from start k on, the normal matrix after the employee effects are
profiled out is, summed over employees,

    week x week    diag(w) - w w' / W
    week x step    w from start k on - w S(k) / W
    step x step    min(S(k), S(l)) - S(k) S(l) / W      (of two steps the later one)

and no array of employee x week x step is ever made. Leaving a cluster g out takes its
part from matrix and right side; with b the full solution and u(g) the score of the
cluster's residuals, b without g = b - (M - M(g))^-1 u(g). That is solved for all
clusters at once by conjugate gradients, preconditioned with the inverse of M, in which
M(g) is never formed: its product is a pass over the cells. It takes two or three passes
when no cluster weighs much, and is as exact when one does. A coefficient that
cannot be told without g keeps its value of the full fit.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

# Of the change that leaving out one cluster makes, in the norm of the normal matrix:
# for the two fits, and for what is drawn beside them.
TOLERANCE, ROUGH = 1e-5, 1e-3
MOST_ROUNDS = 200
# A direction with less than this share of its own raw sum of squares tells nothing.
RANK_TOLERANCE = 1e-9
# Cells that are worked on at a time, so that they stay near the processor.
BLOCK_CELLS = 120_000
# Below it the blocks are kept between passes.
KEPT_CELLS = 2_000_000


@dataclass(frozen=True)
class Steps:
    """The step columns of all rows. keys: (rows, J) weeks; offsets: of each key.

    Column by column the step of ``keys[:, j] + offset`` for each offset of key j.
    """

    keys: np.ndarray
    offsets: tuple[tuple[int, ...], ...]

    def starts(self, weeks):
        """Return (rows, K) first weeks; a step that is no step in the panel = weeks."""
        columns = [
            self.keys[:, j].astype(np.int64) + offset
            for j, some in enumerate(self.offsets)
            for offset in some
        ]
        if not columns:
            return np.empty((len(self.keys), 0), np.int16)
        starts = np.stack(columns, axis=1)
        starts[(starts <= 0) | (starts > weeks)] = weeks
        return starts.astype(np.int16 if weeks < 2**15 else np.int32)

    def with_key(self, key, offsets):
        return Steps(np.column_stack([self.keys, key]), (*self.offsets, tuple(offsets)))


class Block:
    """Some rows with everything a pass needs, in double precision."""

    def __init__(self, rows, weight, value, starts, cluster):
        self.rows = rows
        self.weight = weight.astype(np.float64)
        self.value = value.astype(np.float64)
        self.mass = self.weight.sum(axis=1)
        self.inverse = np.divide(1, self.mass, where=self.mass > 0, out=self.mass * 0)
        self.mean = self.value.sum(axis=1) * self.inverse
        self.shape = weight.shape
        self.flat = None
        if starts.shape[1]:
            first = np.arange(len(weight)) * (self.shape[1] + 1)
            self.flat = starts.astype(np.int64) + first[:, None]
        self.codes, self.firsts = np.unique(cluster, return_index=True)
        self.cluster = cluster

    def explained(self, coefficients):
        """Return week effect plus steps of each cell: (P,) for all or (rows, P)."""
        weeks = self.shape[1]
        coefficients = np.atleast_2d(coefficients)
        if self.flat is None:
            return np.broadcast_to(coefficients[:, :weeks], self.shape)
        jumps = np.broadcast_to(coefficients[:, weeks:], self.flat.shape)
        size = self.shape[0] * (weeks + 1)
        steps = np.bincount(self.flat.ravel(), jumps.ravel(), size)
        steps = steps.reshape(-1, weeks + 1)[:, :weeks].cumsum(axis=1)
        steps += coefficients[:, :weeks]
        return steps

    @cached_property
    def tails(self):
        """Return (rows, K): the weight from each step on."""
        if self.flat is None:
            return np.zeros((len(self.mass), 0))
        return self.mass[:, None] - heads(self.weight).ravel()[self.flat]

    def own_mean(self, cells):
        """Return the weighted mean of ``cells`` over each row's cells in the fit."""
        return np.einsum("et,et->e", self.weight, cells) * self.inverse

    def scores(self, cells):
        """Return (rows, T + K) sums of weeks and steps; rows of ``cells`` sum to 0."""
        if self.flat is None:
            return cells
        return np.concatenate([cells, -heads(cells).ravel()[self.flat]], axis=1)

    def by_cluster(self, rows):
        """Return the sums of ``rows`` per cluster, in the order of ``codes``."""
        return np.add.reduceat(rows, self.firsts, axis=0)


def heads(cells):
    """Return for each row and week the sum of the cells before that week: (n, T + 1)."""
    sums = np.zeros((cells.shape[0], cells.shape[1] + 1))
    np.cumsum(cells, axis=1, out=sums[:, 1:])
    return sums


class System:
    """One weighted least squares fit. Rows have to be sorted by cluster.

    weight: (rows, T), 0 where a cell is not in the fit; value: the sum of weight times
    outcome of the same cells. cluster: (rows,) index from 0, rising. steps: Steps.
    tolerance: how exact the fits without each cluster have to be.
    """

    def __init__(self, weight, value, cluster, clusters, steps, tolerance=TOLERANCE):
        self.weight, self.value = weight, value
        self.cluster, self.clusters = cluster, clusters
        self.weeks = weight.shape[1]
        self.steps, self.tolerance = steps, tolerance
        self.starts = steps.starts(self.weeks)
        self.size = self.weeks + self.starts.shape[1]
        self._kept = None
        if weight.size <= KEPT_CELLS:
            self._kept = [self._block(rows) for rows in self._slices()]

    def _slices(self):
        count = max(1, BLOCK_CELLS // max(self.weeks, 1))
        return [slice(i, i + count) for i in range(0, len(self.weight), count)]

    def _block(self, rows):
        return Block(
            rows,
            self.weight[rows],
            self.value[rows],
            self.starts[rows],
            self.cluster[rows],
        )

    def blocks(self):
        """Yield all rows, some at a time."""
        if self._kept is not None:
            yield from self._kept
        else:
            yield from (self._block(rows) for rows in self._slices())

    @cached_property
    def normal(self):
        """The normal matrix M, weeks first, the raw weight behind each column, and the
        right side."""
        weeks, size = self.weeks, self.size
        matrix, raw, right = np.zeros((size, size)), np.zeros(size), np.zeros(size)
        tally = KeyTally(self.steps, weeks)
        for block in self.blocks():
            tails = np.ascontiguousarray(block.tails.T)
            if len(tails):
                for k in range(len(tails)):
                    later = np.minimum(tails[k:], tails[k]).sum(axis=1)
                    matrix[weeks + k, weeks + k :] += later
                tally.add(self.steps.keys[block.rows], block.weight)
            raw[:weeks] += block.weight.sum(axis=0)
            raw[weeks:] += tails.sum(axis=1)
            root = np.sqrt(block.inverse)[:, None]
            scaled = np.concatenate([block.weight, tails.T], axis=1) * root
            matrix -= np.triu(scaled.T @ scaled)
            deviations = block.value - block.weight * block.mean[:, None]
            right += block.scores(deviations).sum(axis=0)
        matrix[:weeks, weeks:] += tally.sums()
        np.einsum("ii->i", matrix)[:weeks] += raw[:weeks]
        return np.triu(matrix) + np.triu(matrix, 1).T, raw, right

    @cached_property
    def inverse(self):
        """A generalised inverse of M, and (P, n) directions that M is blind to."""
        matrix, raw, _ = self.normal
        diagonal = np.diagonal(matrix)
        alive = diagonal > RANK_TOLERANCE * np.maximum(raw, 1e-300)
        places = np.flatnonzero(alive)
        scale = 1 / np.sqrt(diagonal[places])
        part = matrix[np.ix_(places, places)] * scale * scale[:, None]
        values, vectors = np.linalg.eigh(part)
        is_told = values > RANK_TOLERANCE * values.max(initial=0)
        vectors *= scale[:, None]
        inverse = np.zeros_like(matrix)
        told = vectors[:, is_told]
        inverse[np.ix_(places, places)] = (told / values[is_told]) @ told.T
        blind = np.zeros((self.size, (~is_told).sum()))
        blind[places] = vectors[:, ~is_told]
        dead_steps = np.eye(self.size)[:, self.weeks :][:, ~alive[self.weeks :]]
        return inverse, np.concatenate([blind, dead_steps], axis=1)

    @cached_property
    def blind(self):
        """The mixture of what the fit cannot tell; None when it tells all it should.

        Raising all weeks alike and lowering all employees is no difference.
        """
        directions = self.inverse[1]
        weeks = directions[: self.weeks][self.week_mass > 0]
        peaks = np.abs(directions).max(axis=0, initial=0)
        spread = np.ptp(weeks, axis=0) if len(weeks) else peaks
        steps = np.abs(directions[self.weeks :]).max(axis=0, initial=0)
        matters = np.maximum(spread, steps) > 1e-6 * peaks
        if not matters.any():
            return None
        # One fixed mixture is blind exactly where one of its parts is.
        return (directions[:, matters] / peaks[matters]) @ mixing(matters.sum())

    @property
    def week_mass(self):
        """(T,) the weight that is in the fit in each week."""
        return self.normal[1][: self.weeks]

    @cached_property
    def solution(self):
        """The coefficients of weeks and steps; what cannot be told is 0 or shared out."""
        return self.inverse[0] @ self.normal[2]

    @cached_property
    def changes(self):
        """(G, P): what the coefficients change by when cluster g is left out."""
        inverse = self.inverse[0]
        matrix = self.normal[0]
        residual = -self.residual_scores()
        solution = np.zeros_like(residual)
        steered = residual @ inverse
        energy = np.einsum("gp,gp->g", residual, steered)
        goal = energy * self.tolerance**2
        direction = steered
        active = energy > 0
        for _ in range(MOST_ROUNDS):
            if not active.any():
                break
            image = direction @ matrix - self._own_products(direction, active)
            curve = np.einsum("gp,gp->g", direction, image)
            bound = np.einsum("gp,gp->g", direction, direction @ matrix)
            active &= curve > 1e-12 * bound
            length = np.divide(energy, curve, where=active, out=np.zeros_like(energy))
            solution += length[:, None] * direction
            residual -= length[:, None] * image
            steered = residual @ inverse
            before, energy = energy, np.einsum("gp,gp->g", residual, steered)
            active &= energy > goal
            turn = np.divide(energy, before, where=active, out=np.zeros_like(energy))
            direction = (
                np.where(active[:, None], steered, 0) + turn[:, None] * direction
            )
        return solution

    def residual_scores(self):
        scores = np.zeros((self.clusters, self.size))
        for block in self.blocks():
            cells = self.residuals(block)
            scores[block.codes] += block.by_cluster(block.scores(cells))
        return scores

    def residuals(self, block):
        """Return weight times residual of each cell in the fit; a row's sum is 0."""
        fitted = block.explained(self.solution)
        level = block.mean - block.own_mean(fitted)
        return block.value - block.weight * (fitted + level[:, None])

    def _own_products(self, vectors, active):
        """Return M(g) times vector g for the active clusters."""
        products = np.zeros_like(vectors)
        for block in self.blocks():
            if not active[block.codes].any():
                continue
            fitted = block.explained(vectors[block.cluster])
            cells = block.weight * (fitted - block.own_mean(fitted)[:, None])
            products[block.codes] += block.by_cluster(block.scores(cells))
        return products

    def is_told(self, block):
        """Return which cells' imputed values the fit can tell, also of cells not in it."""
        is_here = (block.mass > 0)[:, None] & (self.week_mass > 0)
        if self.blind is None:
            return is_here
        shown = block.explained(self.blind)
        off = np.abs(shown - block.own_mean(shown)[:, None])
        return is_here & (off < 1e-5)


def mixing(count):
    """Return ``count`` fixed numbers between 1 and 2 with no simple relation."""
    return 1 + np.modf(np.arange(1, count + 1) * 0.6180339887498949)[0]


class KeyTally:
    """Sums, over the rows, of the weights from each step on: the week x step block.

    Rows with the same key are added first; steps of one key share these sums.
    """

    def __init__(self, steps, weeks):
        self.steps, self.weeks = steps, weeks
        offsets = [offset for some in steps.offsets for offset in some]
        self.lowest = 1 - max(offsets, default=0)
        self.count = weeks - min(offsets, default=0) - self.lowest
        self.total = np.zeros((len(steps.offsets) * self.count, weeks))

    def add(self, keys, weight):
        places = keys.astype(np.int64) - self.lowest
        is_here = (places >= 0) & (places < self.count)
        places += np.arange(keys.shape[1]) * self.count
        pointer = np.concatenate([[0], is_here.sum(axis=1).cumsum()])
        chosen = places[is_here]
        shape = (len(keys), len(self.total))
        ones = np.ones(len(chosen))
        self.total += csr_array((ones, chosen, pointer), shape=shape).T @ weight

    def sums(self):
        """Return (T, K) sums."""
        weeks = np.arange(self.weeks)
        columns = []
        for j, some in enumerate(self.steps.offsets):
            part = self.total[j * self.count : (j + 1) * self.count]
            upto = np.concatenate([np.zeros((1, self.weeks)), part.cumsum(axis=0)])
            for offset in some:
                # Keys from 1 - offset to t - offset have their step in weeks 1 to t.
                last = weeks - offset - self.lowest + 1
                first = 1 - offset - self.lowest
                columns.append(upto[np.maximum(last, first), weeks] - upto[first])
        return np.stack(columns, axis=1) if columns else np.zeros((self.weeks, 0))
