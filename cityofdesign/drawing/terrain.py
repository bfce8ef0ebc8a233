"""The height of an imagined hill and the course of its river, seeded by a register number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import cos, exp, hypot, pi, sin
from operator import mul

WIDTH, HEIGHT = 1.6, 1.0
BANK = 0.105  # how far the river pulls the ground down
REACH = 0.36  # beyond this distance the pull is below one part in a thousand


def mulberry32(seed: int) -> Callable[[], float]:
    """Return a generator of numbers in [0, 1) from 32 bits of seed."""
    state = seed & 0xFFFFFFFF

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ state >> 15) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + (t ^ t >> 7) * (t | 61)) & 0xFFFFFFFF
        return (t ^ t >> 14) / 4294967296

    return draw


@dataclass(frozen=True, slots=True)
class Bump:
    """A round hill: centre, height and spread."""

    x: float
    y: float
    height: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Terrain:
    """The parameters of one hill country on x 0..1.6, y 0..1 (y grows downwards)."""

    summit: tuple[float, float]
    sigma: float
    squash: float
    angle: float
    bumps: tuple[Bump, ...]
    tilt: tuple[float, float]
    phases: tuple[float, float, float, float]
    course: tuple[float, float, float, float, float]  # height, amplitude, frequency, phase, slope
    flipped: bool = False

    @classmethod
    def of(cls, number: int) -> "Terrain":
        draw = mulberry32(number * 2654435761 + 0x9E3779B9)
        for _ in range(3):
            draw()

        def between(low: float, high: float) -> float:
            return low + (high - low) * draw()

        x = (0.52 if draw() < 0.5 else 1.08) + between(-0.11, 0.11)
        y = between(0.30, 0.66)
        sigma, squash, angle = between(0.20, 0.28), between(0.55, 0.90), between(0, pi)
        bumps = tuple(
            Bump(between(0, WIDTH), between(0, HEIGHT), between(0.28, 0.73), between(0.12, 0.29))
            for _ in range(3 + int(3 * draw()))
        )
        tilt = between(-0.16, 0.16), between(-0.16, 0.16)
        phases = between(0, 6), between(0, 6), between(0, 6), between(0, 6)
        far = 0.80 if y < 0.48 else 0.20
        course = (
            far + between(-0.07, 0.07),
            between(0.07, 0.16),
            between(2.2, 4.0),
            between(0, 2 * pi),
            between(-0.08, 0.08),
        )
        return cls((x, y), sigma, squash, angle, bumps, tilt, phases, course)

    def mirrored(self) -> "Terrain":
        """Return the same country with east and west exchanged."""
        return replace(self, flipped=not self.flipped)

    def river(self, x: float) -> float:
        """Return how far down the river lies at x."""
        level, amplitude, frequency, phase, slope = self.course
        x = WIDTH - x if self.flipped else x
        return level + amplitude * sin(frequency * x + phase) + slope * (x - WIDTH / 2)

    def heights(self, xs: list[float], ys: list[float]) -> list[list[float]]:
        """Return the heights on a grid, row by row; the summit is about 1.3 to 2, the river 0."""
        columns = [self._column(WIDTH - x if self.flipped else x) for x in xs]
        banks = [self._bank(x, xs[1] - xs[0]) for x in xs]
        turn = [((WIDTH - x if self.flipped else x) - self.summit[0]) for x in xs]
        return [list(self._row(y, columns, banks, turn)) for y in ys]

    def _column(self, x: float) -> tuple[float, ...]:
        """Return what each separable part of the height has at x."""
        p1, _, p3, _ = self.phases
        round_hills = [exp(-((x - b.x) ** 2) / (2 * b.sigma**2)) for b in self.bumps]
        return (1, x - WIDTH / 2, sin(7.3 * x + p1), sin(15.1 * x + p3), *round_hills)

    def _line(self, y: float) -> list[float]:
        """Return the weight of each separable part at y."""
        _, p2, _, p4 = self.phases
        round_hills = [b.height * exp(-((y - b.y) ** 2) / (2 * b.sigma**2)) for b in self.bumps]
        base = 0.30 + self.tilt[1] * (y - HEIGHT / 2)
        return [base, self.tilt[0], 0.045 * sin(6.1 * y + p2), 0.022 * sin(13.7 * y + p4), *round_hills]

    def _bank(self, x: float, step: float) -> tuple[float, float]:
        """Return the river at x and the factor that turns a vertical distance into the nearest one."""
        rise = (self.river(x + step) - self.river(x - step)) / (2 * step)
        return self.river(x), 1 / hypot(1, rise)

    def _row(
        self, y: float, columns: list[tuple[float, ...]], banks: list[tuple[float, float]], turn: list[float]
    ) -> Iterator[float]:
        weights = self._line(y)
        dy = y - self.summit[1]
        c, s = cos(self.angle) / self.sigma, sin(self.angle) / self.sigma
        along, across = s * dy, c * dy / self.squash
        squashed = s / self.squash
        for column, (river, slant), dx in zip(columns, banks, turn, strict=True):
            peak = exp(-((c * dx + along) ** 2 + (across - squashed * dx) ** 2) / 2)
            height = max(sum(map(mul, weights, column)) + peak, 0.06)
            distance = abs(y - river) * slant
            if distance < REACH:
                height *= 1 - exp(-((distance / BANK) ** 1.7))
            yield height
