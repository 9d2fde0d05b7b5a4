# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws one event of a dataset as SVG: hits and charged particles across and along the beam.

    python3 -m eidolon_reader.picture quickstart.h5 --event 17 -o event.svg

Hits of pile-up are grey. The tracks of the hard collision's charged particles above 1 GeV join their true hits; their
colour tells where they come from: a top quark, a Higgs boson, or the rest of the collision. Needs numpy and h5py.
"""

import argparse
import math
import sys

import numpy

import eidolon_reader

# Colours that stay apart for readers with colour blindness (Okabe and Ito 2008).
COLOURS = {
    6: ("#0072b2", "from a top quark"),
    25: ("#d55e00", "from the Higgs boson"),
    0: ("#009e73", "other, hard collision"),
}
GREY = "#b9bec4"
SIZE = 620
MARGIN = 58


def origin(particles, row):
    """The heaviest of t and H among a particle's ancestors: 6, 25 or 0."""
    found = 0
    parent = int(particles["parent"][row])
    while parent >= 0:
        number = abs(int(particles["pdg_id"][parent]))
        if number in (6, 25):
            found = max(found, number)
        parent = int(particles["parent"][parent])
    return found


def tracks(event, minimum_pt=1.0):
    """(colour key, array of x, y, z in path order) of the hard collision's charged particles."""
    particles, hits = event["particles"], event["tracker_hits"]
    order = numpy.argsort(hits["particle"], kind="stable")
    owners = hits["particle"][order]
    result = []
    for row in numpy.unique(owners[owners >= 0]):
        if int(particles["particle_id"][row]) >> 52 != 1:
            continue
        if numpy.hypot(particles["px"][row], particles["py"][row]) < minimum_pt:
            continue
        mine = order[numpy.searchsorted(owners, row, "left"):numpy.searchsorted(owners, row, "right")]
        mine = mine[numpy.argsort(hits["true_time"][mine], kind="stable")]
        points = numpy.stack([hits["true_x"][mine], hits["true_y"][mine], hits["true_z"][mine]], axis=1)
        start = numpy.array([[particles["vx"][row], particles["vy"][row], particles["vz"][row]]])
        result.append((origin(particles, int(row)), numpy.vstack([start, points])))
    return result


def view(hits, lines, horizontal, vertical, x_range, y_range, left, x_label, y_label, along=None):
    """One panel as SVG text; `horizontal` and `vertical` map points to mm, `along` those of a track."""

    def place(points, vertical=vertical):
        x = left + MARGIN + (horizontal(points) - x_range[0]) / (x_range[1] - x_range[0]) * (SIZE - MARGIN)
        y = 40 + (y_range[1] - vertical(points)) / (y_range[1] - y_range[0]) * (SIZE - MARGIN)
        return x, y

    out = []
    px, py = place(hits["points"])
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(px[hits["is_pile_up"]], py[hits["is_pile_up"]]))
    out.append(f'<path d="{dots}" stroke="{GREY}" stroke-width="1.6" stroke-linecap="round"/>')
    for key in (0, 6, 25):
        path = ""
        for owner, points in lines:
            if owner != key:
                continue
            a, b = place(points, along or vertical)
            path += "M" + "L".join(f"{u:.1f} {v:.1f}" for u, v in zip(a, b))
        out.append(f'<path d="{path}" fill="none" stroke="{COLOURS[key][0]}" stroke-width="1" opacity="0.85"/>')
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(px[~hits["is_pile_up"]], py[~hits["is_pile_up"]]))
    out.append(f'<path d="{dots}" stroke="#22282e" stroke-width="1.8" stroke-linecap="round"/>')
    bottom = 40 + SIZE - MARGIN
    middle = left + MARGIN + (SIZE - MARGIN) / 2
    out.append(f'<rect x="{left + MARGIN}" y="40" width="{SIZE - MARGIN}" height="{SIZE - MARGIN}" fill="none" stroke="#444"/>')
    for i in range(5):
        value = x_range[0] + (x_range[1] - x_range[0]) * i / 4
        x = left + MARGIN + (SIZE - MARGIN) * i / 4
        out.append(f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{value:g}</text>')
        value = y_range[0] + (y_range[1] - y_range[0]) * i / 4
        y = bottom - (SIZE - MARGIN) * i / 4
        out.append(f'<text x="{left + MARGIN - 6}" y="{y + 4:.0f}" text-anchor="end">{value:g}</text>')
    out.append(f'<text x="{middle:.0f}" y="{bottom + 38}" text-anchor="middle">{x_label}</text>')
    out.append(
        f'<text transform="translate({left + 15} {40 + (SIZE - MARGIN) / 2:.0f}) rotate(-90)" text-anchor="middle">'
        f"{y_label}</text>")
    return "\n".join(out)


def radius(points):
    """Distance from the beam, with the sign of y."""
    return numpy.hypot(points[:, 0], points[:, 1]) * numpy.where(points[:, 1] < 0, -1.0, 1.0)


def radius_of_track(points):
    """The same along a track, which keeps one sign though it may cross y = 0."""
    return numpy.hypot(points[:, 0], points[:, 1]) * (-1.0 if numpy.median(points[:, 1]) < 0 else 1.0)


def limit(largest):
    """A round number a little above the largest coordinate."""
    wanted = 1.04 * max(float(largest), 1e-6)
    step = 10.0 ** (math.floor(math.log10(wanted)) - 1)
    return math.ceil(wanted / step) * step


def draw(data, position):
    """The event at a position of the dataset as SVG text."""
    event = data[position]
    hits, particles = event["tracker_hits"], event["particles"]
    owner = hits["particle"]
    barcode = particles["particle_id"][numpy.maximum(owner, 0)].astype(numpy.uint64)
    collision = numpy.where(owner >= 0, barcode >> numpy.uint64(52), 0)
    shown = {
        "points": numpy.stack([hits["x"], hits["y"], hits["z"]], axis=1).astype(float),
        "is_pile_up": numpy.asarray(collision != 1),
    }
    lines = tracks(event)
    r_limit = limit(data.column("geometry/layers/radius_max").max())
    z_limit = limit(max(abs(data.column(f"geometry/layers/z_{end}")).max() for end in ("min", "max")))
    across, along = (-r_limit, r_limit), (-z_limit, z_limit)
    process = data.process_names[int(event["events"]["process_id"])]
    title = (
        f"event {int(event['events']['event_id'])}: {process}, "
        f"{len(hits['x']):,} hits, {int(event['events']['pile_up_count'])} pile-up collisions")
    width = 2 * SIZE + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {SIZE + 90}" '
        'font-family="Helvetica,Arial,sans-serif" font-size="13" fill="#222">',
        f'<rect width="{width}" height="{SIZE + 90}" fill="white"/>',
        f'<text x="{MARGIN}" y="24" font-size="16">{title}</text>',
        view(shown, lines, lambda p: p[:, 0], lambda p: p[:, 1], across, across, 0, "x [mm]", "y [mm]"),
        view(shown, lines, lambda p: p[:, 2], radius, along, across, SIZE + 20, "z [mm]", "r, signed by y [mm]",
             radius_of_track),
    ]
    x = MARGIN
    legend = [(COLOURS[25]), COLOURS[6], COLOURS[0], (GREY, "pile-up hits"), ("#22282e", "hits of the hard collision")]
    for colour, text in legend:
        parts.append(f'<rect x="{x}" y="{SIZE + 66}" width="18" height="5" fill="{colour}"/>')
        parts.append(f'<text x="{x + 24}" y="{SIZE + 73}">{text}</text>')
        x += 60 + 7 * len(text)
    return "\n".join(parts + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a dataset")
    parser.add_argument("--event", type=int, default=None, help="number of the event (event_id); the first by default")
    parser.add_argument("-o", "--output", required=True, help="SVG file to write")
    arguments = parser.parse_args()
    with eidolon_reader.open(arguments.file) as data:
        numbers = numpy.asarray(data.column("events/event_id"))
        if arguments.event is not None and arguments.event not in numbers:
            sys.exit(f"{arguments.file}: there is no event {arguments.event}; it holds {numbers[0]} to {numbers[-1]}")
        position = 0 if arguments.event is None else int(numpy.flatnonzero(numbers == arguments.event)[0])
        text = draw(data, position)
    with open(arguments.output, "w") as file:
        file.write(text)
    print(f"{arguments.output}: {len(text) // 1000} kB")


if __name__ == "__main__":
    main()
