# SPDX-License-Identifier: GPL-3.0-or-later
"""Time of the transport: Fatras and Eidolon in alternation on the same particles."""

import numpy

import acts_side
import common
import eidolon_side
import particles
from common import median, ratio_and_interval


# What the transport does beside the way through the detector, in the order in which it is switched on.
EFFECTS = ("energy_loss", "scattering", "bremsstrahlung", "conversions", "hadronic", "decays")


# What Fatras has: neither nuclear interactions nor decays, and Highland's formula in every layer.
LIKE_FATRAS = ["simulation.hadronic=false", "simulation.decays=false", "simulation.scattering_model=highland"]

# Fatras follows a particle for half a turn; Eidolon's recipes have two turns.
HALF_A_TURN = ["simulation.max_turns=0.5"]


def breakdown(eidolon, recipe, events, seconds):
    """Nanoseconds per crossing of a sensor, with one effect after the other switched on; then the further stages.

    Secondaries and what they cost come with the effect that makes them; their crossings count too.
    """
    rows, before = [], 0.0
    for number in range(len(EFFECTS) + 1):
        off = [f"simulation.{e}=false" for e in EFFECTS[number:]]
        report = eidolon_side.bench(eidolon, recipe, events, seconds, off)
        crossings = report["counts"]["sensorCrossings"] / events
        time = eidolon_side.stage(report, "transport")["perEvent"] / crossings
        rows.append({"part": EFFECTS[number - 1] if number else "navigation and field", "ns_per_hit": round(time, 1),
                     "more": round(time - before, 1), "hits_per_event": round(crossings, 1)})
        before = time
    for stage in report["stages"]:
        if stage["name"] in ("readout", "encoding"):
            rows.append({"part": stage["name"], "ns_per_hit": round(stage["perEvent"] / crossings, 1)})
    return rows


def compare(eidolon, work, events, count, pairs, seconds, species=particles.PION, name="pions"):
    """`pairs` times Fatras, then Eidolon, on `events` events of `count` particles of a species; one thread each.

    Fatras: its simulation algorithm alone, elapsed as its timing file reports it, and processor time, in a sequence
    that reads particles and simulates. Eidolon: its transport, elapsed and processor time, where events are read and
    transported too; for information also the transport between the other stages of the whole chain, which leave less of
    the caches to it, and that chain to encoded columns; and the transport with Fatras' limit of turns.
    """
    recipe = particles.write_events(work / name, [particles.gun(species, count, e, 1) for e in range(events)])
    fatras, ours, half, like, chain, like_in_chain = [], [], [], [], [], []
    for pair in range(pairs):
        fatras.append(acts_side.simulate(work / name / "acts", events, work / "fatras", seed=pair + 1))
        ours.append(eidolon_side.bench(eidolon, recipe, events, seconds, until="transport"))
        half.append(eidolon_side.bench(eidolon, recipe, events, seconds, HALF_A_TURN, until="transport"))
        like.append(eidolon_side.bench(eidolon, recipe, events, seconds, LIKE_FATRAS, until="transport"))
        chain.append(eidolon_side.bench(eidolon, recipe, events, seconds))
        like_in_chain.append(eidolon_side.bench(eidolon, recipe, events, seconds, LIKE_FATRAS))
    acts_side.simulate(work / name / "acts", events, work / "fatras", hits=work / f"{name}-hits")
    number = events * count
    hits = acts_side.total_hits(work / f"{name}-hits", events)
    transport = [eidolon_side.stage(r, "transport") for r in ours]
    total = [eidolon_side.stage(r, "total") for r in chain]

    def side(elapsed, processor, hits):
        """From ns per event to ns per particle and hit."""
        per_particle = median(processor) / count
        return {"ns_per_particle": round(per_particle, 1), "ns_per_hit": round(per_particle * number / hits, 2),
                "ns_per_particle_elapsed": round(median(elapsed) / count, 1),
                "hits_per_particle": round(hits / number, 4)}

    fatras_elapsed = [r["timing_file_s"] * 1e9 / events for r in fatras]
    fatras_processor = [r["processor_s"] * 1e9 / events for r in fatras]
    our_elapsed = [s["perEventWall"] for s in transport]
    our_processor = [s["perEvent"] for s in transport]
    crossings = ours[0]["counts"]["sensorCrossings"]
    result = {
        "particles": f"{count} {name} of both charges per event from the origin, pT 0.5-10 GeV log-uniform, |eta| < 3",
        "events": events, "pairs": pairs,
        "fatras": side(fatras_elapsed, fatras_processor, hits),
        "eidolon": side(our_elapsed, our_processor, crossings),
        "ratio_processor_time": ratio_and_interval(fatras_processor, our_processor),
        "ratio_elapsed_time": ratio_and_interval(fatras_elapsed, our_elapsed),
    }

    def transports(reports):
        return [eidolon_side.stage(r, "transport")["perEvent"] for r in reports]

    result["half_a_turn"] = {
        "ns_per_particle": round(median(transports(half)) / count, 1),
        "ratio_processor_time": ratio_and_interval(fatras_processor, transports(half))}
    result["equal_detail"] = {
        "settings": LIKE_FATRAS, "ns_per_particle": round(median(transports(like)) / count, 1),
        "hits_per_particle": round(like[0]["counts"]["sensorCrossings"] / number, 4),
        "ratio_processor_time": ratio_and_interval(fatras_processor, transports(like))}
    result["within_the_chain"] = {
        "ns_per_particle": round(median(transports(chain)) / count, 1),
        "ratio_processor_time": ratio_and_interval(fatras_processor, transports(chain)),
        "equal_detail_ns_per_particle": round(median(transports(like_in_chain)) / count, 1),
        "equal_detail_ratio_processor_time": ratio_and_interval(fatras_processor, transports(like_in_chain))}
    result["breakdown"] = breakdown(eidolon, recipe, events, seconds)
    result["eidolon"]["whole_chain_ns_per_particle"] = round(median([s["perEvent"] for s in total]) / count, 1)
    return result


def real_event(eidolon, work, source, pairs, seconds):
    """The particles of a real TrackML event: processor time and hits of both; the transport as in `compare`."""
    event = particles.from_trackml(source)
    recipe = particles.write_events(work / "real", [event])
    fatras, ours, chain = [], [], []
    for pair in range(pairs):
        fatras.append(acts_side.simulate(work / "real/acts", 1, work / "fatras", seed=pair + 1))
        ours.append(eidolon_side.bench(eidolon, recipe, 1, seconds, HALF_A_TURN, until="transport"))
        chain.append(eidolon_side.bench(eidolon, recipe, 1, seconds, HALF_A_TURN))
    acts_side.simulate(work / "real/acts", 1, work / "fatras", hits=work / "real-hits")
    usual = [eidolon_side.bench(eidolon, common.REPOSITORY / "Datasets/trackml-event.yaml", 1, seconds, until=stage)
             for stage in ("transport", "encoding")]
    hits = acts_side.hits(work / "real-hits", 1)
    hard = numpy.hypot(event["px"], event["py"]) > 0.5
    dataset = eidolon_side.generate(eidolon, recipe, work / "real.h5", HALF_A_TURN)
    return {
        "file": source.name, "particles": len(event["pdg"]), "charged": int((event["charge"] != 0).sum()),
        "fatras": {"processor_s": round(median([r["processor_s"] for r in fatras]), 4),
                   "hits": acts_side.total_hits(work / "real-hits", 1),
                   "hits_of_particles_above_0.5_GeV": int(hard[hits["primary"] - 1].sum())},
        "eidolon_half_a_turn": eidolon_event(ours, chain) | {
            "hits_of_particles_above_0.5_GeV": eidolon_side.hits_above(dataset, 0.5)},
        "eidolon_usual_recipe": eidolon_event(usual[:1], usual[1:]),
        "ratio_processor_time": ratio_and_interval(
            [r["processor_s"] * 1e9 for r in fatras], [eidolon_side.stage(r, "transport")["perEvent"] for r in ours]),
    }


def eidolon_event(transports, chains):
    def seconds_of(reports, name):
        return round(median([eidolon_side.stage(r, name)["perEvent"] for r in reports]) * 1e-9, 5)
    return {"transport_processor_s": seconds_of(transports, "transport"),
            "whole_chain_processor_s": seconds_of(chains, "total"),
            "followed": chains[0]["counts"]["transportedParticles"], "hits": chains[0]["counts"]["hits"]}
