# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of fatras.py as a page to read."""


def interval(ratio):
    return f"{ratio['value']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows] + [""]


def markdown(result):
    machine = result["machine"]
    versions = ", ".join(f"{k} {v}" for k, v in result["versions"].items())
    lines = [f"# {result['title']}", "",
             f"`{result['command']}`, {result['date']}, commit {result['commit']}. {machine['processor']}, "
             f"{machine['cores']} cores, load {machine['load_average_before'][0]} before the start; {versions}.", ""]
    lines += table(["gate", "value", "target", ""],
                   [(g["gate"], g["value"], g["target"], "PASS" if g["pass"] else "FAIL") for g in result["gates"]])
    if "speed" in result:
        lines += speed("pions", result["speed"])
    if "electrons" in result:
        lines += speed("electrons", result["electrons"])
    if "real_event" in result:
        lines += real(result["real_event"])
    if "coverage" in result:
        lines += hits(result["coverage"])
    if "without_material_effects" in result:
        lines += places(result["without_material_effects"])
    return "\n".join(lines)


def speed(name, s):
    f, e, within = s["fatras"], s["eidolon"], s["within_the_chain"]
    rows = [("ns per particle", f["ns_per_particle"], e["ns_per_particle"], interval(s["ratio_processor_time"])),
            ("ns per particle, half a turn", f["ns_per_particle"], s["half_a_turn"]["ns_per_particle"],
             interval(s["half_a_turn"]["ratio_processor_time"])),
            ("ns per particle at equal detail", f["ns_per_particle"], s["equal_detail"]["ns_per_particle"],
             interval(s["equal_detail"]["ratio_processor_time"])),
            ("ns per particle, transport within the whole chain", f["ns_per_particle"], within["ns_per_particle"],
             interval(within["ratio_processor_time"])),
            ("the same at equal detail", f["ns_per_particle"], within["equal_detail_ns_per_particle"],
             interval(within["equal_detail_ratio_processor_time"])),
            ("ns per hit", f["ns_per_hit"], e["ns_per_hit"], ""),
            ("ns per particle, elapsed", f["ns_per_particle_elapsed"], e["ns_per_particle_elapsed"],
             interval(s["ratio_elapsed_time"])),
            ("hits per particle", f["hits_per_particle"], e["hits_per_particle"], ""),
            ("ns per particle with readout, labels and encoding", "-", e["whole_chain_ns_per_particle"], "")]
    return [f"## Transport of {name}", "",
            f"{s['particles']}; {s['events']} events, {s['pairs']} alternations, one thread. Processor time unless "
            "stated; Fatras: its simulation algorithm alone, in a sequence that reads particles and simulates; Eidolon: "
            "likewise (`bench --until transport`), and within the whole chain, whose other stages leave less of the "
            "caches; ratios with 95 % confidence interval. Fatras follows a particle for half a turn about the field, "
            "Eidolon for two where nothing else is said. Equal detail: "
            f"{', '.join(s['equal_detail']['settings'])}.", "",
            *table(["", "Fatras", "Eidolon", "ratio"], rows),
            "Breakdown: effects switched on one after the other, secondaries with the effect that makes them.", "",
            *table(["part", "ns per hit, this and all above", "more", "hits per event"],
                   [(b["part"], b["ns_per_hit"], b.get("more", "-"), b.get("hits_per_event", "-"))
                    for b in s["breakdown"]])]


def real(r):
    f, e, usual = r["fatras"], r["eidolon_half_a_turn"], r["eidolon_usual_recipe"]
    rows = [("Fatras, simulation", f["processor_s"], r["charged"], f["hits"], f["hits_of_particles_above_0.5_GeV"]),
            ("Eidolon, transport, half a turn", e["transport_processor_s"], e["followed"], e["hits"],
             e["hits_of_particles_above_0.5_GeV"]),
            ("the same, whole chain", e["whole_chain_processor_s"], e["followed"], e["hits"], ""),
            ("Eidolon, transport, the recipe `trackml-event`", usual["transport_processor_s"], usual["followed"],
             usual["hits"], ""),
            ("the same, whole chain", usual["whole_chain_processor_s"], usual["followed"], usual["hits"], "")]
    return ["## A real TrackML event", "",
            f"{r['particles']} particles of {r['file']}, {r['charged']} charged. Ratio of processor times (Fatras to "
            f"Eidolon's transport for half a turn): {interval(r['ratio_processor_time'])}. The hits differ below 0.5 "
            "GeV, where ACTS 48.1.0 gives up particles that curl up in the tracker after few hits or none.", "",
            *table(["", "processor time, s", "particles followed", "hits", "of particles above 0.5 GeV"], rows)]


def hits(c):
    rows = [(f"{r['eta_min']:.1f} to {r['eta_max']:.1f}", r["muons"], f"{r['fatras']:.3f}", f"{r['eidolon']:.3f}",
             f"{r['ratio']:.4f} +- {r['error']:.4f}", "PASS" if r["pass"] else "FAIL") for r in c["bins"]]
    volumes = [(v["volume"], v["fatras"], v["eidolon"], f"{v['eidolon'] / max(v['fatras'], 1):.4f}")
               for v in c["volumes"]]
    return ["## Hits per muon", "", f"{c['muons']} muons with the same spectrum, the same ones in both programs.", "",
            *table(["eta", "muons", "Fatras", "Eidolon", "ratio", ""], rows),
            *table(["volume", "Fatras", "Eidolon", "ratio"], volumes)]


def places(p):
    d = p["distance_um"]
    return ["## Without scattering and energy loss", "",
            f"{p['muons']} muons: {100 * p['muons_with_equal_modules']:.2f} % cross the same modules in both programs. "
            f"On {p['hits_on_the_same_module']} shared modules the places differ by {d['median']} um (median), "
            f"{d['99_percent']} um (99 %), {d['largest']} um (largest).", "",
            f"Modules crossed in one program alone, by volume: Fatras {p['only_fatras'] or 'none'}, Eidolon "
            f"{p['only_eidolon'] or 'none'}.", ""]
