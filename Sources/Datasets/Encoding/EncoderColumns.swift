// SPDX-License-Identifier: GPL-3.0-or-later

/// Positions of the collected columns, looked up by name once so that encoding an event looks up nothing.
struct EncoderColumns {
    struct Events {
        let eventID, processID, label, weights, trials, additionalFlavour, flags, split, pileUpCount, pileUpMean: Int
        let vx, vy, vz, time, particlesSimulated, transportFailures, classLabel: Int
    }
    struct Vertices { let counts, x, y, z, time, kind, collision, incoming: Int }
    struct Particles {
        let counts, particleID, pdgID, parent, vertex, status, fate, px, py, pz, energy, mass, charge: Int
        let vx, vy, vz, time, hits, primary, vertexPrimary: Int
    }
    struct Failures { let counts, particle, particleID, reason: Int }
    struct Hits {
        let counts, x, y, z, time, module, volumeID, layerID, moduleID, u, v, varianceU, varianceV, energy: Int
        let sizeU, sizeV: Int
        let particle, particleID, weight, trueX, trueY, trueZ, trueTime, truePx, truePy, truePz: Int
    }
    struct Cells { let counts, ch0, ch1, value, adc: Int }
    struct HitParticles { let counts, particle, particleID, fraction: Int }

    let events: Events
    let vertices: Vertices?
    let particles: Particles
    let failures: Failures
    let hits: Hits
    let cells: Cells?
    let hitParticles: HitParticles?

    /// - Precondition: the layout has the columns of the current schema (the optional tables apart).
    init(_ layout: DatasetLayout) {
        func column(_ table: String, _ name: String) -> Int {
            guard let index = layout.index(table, name) else {
                preconditionFailure("the schema lacks /\(table)/\(name)")
            }
            return index
        }
        func e(_ name: String) -> Int { column("events", name) }
        events = Events(
            eventID: e("event_id"), processID: e("process_id"), label: e("label"), weights: e("weights"),
            trials: e("trials"), additionalFlavour: e("additional_flavour"), flags: e("flags"), split: e("split"),
            pileUpCount: e("pile_up_count"),
            pileUpMean: e("pile_up_mean"), vx: e("vx"), vy: e("vy"), vz: e("vz"), time: e("time"),
            particlesSimulated: e("particles_simulated"), transportFailures: e("transport_failures"),
            classLabel: column("labels/event_class", "label"))
        func v(_ name: String) -> Int { column("vertices", name) }
        vertices =
            layout.has("vertices")
            ? Vertices(
                counts: v("counts"), x: v("x"), y: v("y"), z: v("z"), time: v("time"), kind: v("kind"),
                collision: v("collision"), incoming: v("incoming")) : nil
        func p(_ name: String) -> Int { column("particles", name) }
        particles = Particles(
            counts: p("counts"), particleID: p("particle_id"), pdgID: p("pdg_id"), parent: p("parent"),
            vertex: p("vertex"), status: p("status"), fate: p("fate"), px: p("px"), py: p("py"), pz: p("pz"),
            energy: p("energy"), mass: p("mass"), charge: p("charge"), vx: p("vx"), vy: p("vy"), vz: p("vz"),
            time: p("time"), hits: p("num_tracker_hits"), primary: p("primary"), vertexPrimary: p("vertex_primary"))
        func f(_ name: String) -> Int { column("failures", name) }
        failures = Failures(
            counts: f("counts"), particle: f("particle"), particleID: f("particle_id"), reason: f("reason"))
        func h(_ name: String) -> Int { column("tracker_hits", name) }
        hits = Hits(
            counts: h("counts"), x: h("x"), y: h("y"), z: h("z"), time: h("time"), module: h("module"),
            volumeID: h("volume_id"), layerID: h("layer_id"), moduleID: h("module_id"), u: h("u"), v: h("v"),
            varianceU: h("variance_u"), varianceV: h("variance_v"), energy: h("energy"), sizeU: h("size_u"),
            sizeV: h("size_v"), particle: h("particle"),
            particleID: h("particle_id"), weight: h("weight"), trueX: h("true_x"), trueY: h("true_y"),
            trueZ: h("true_z"), trueTime: h("true_time"), truePx: h("true_px"), truePy: h("true_py"),
            truePz: h("true_pz"))
        func c(_ name: String) -> Int { column("tracker_cells", name) }
        cells =
            layout.has("tracker_cells")
            ? Cells(counts: c("counts"), ch0: c("ch0"), ch1: c("ch1"), value: c("value"), adc: c("adc")) : nil
        func s(_ name: String) -> Int { column("hit_particles", name) }
        hitParticles =
            layout.has("hit_particles")
            ? HitParticles(
                counts: s("counts"), particle: s("particle"), particleID: s("particle_id"), fraction: s("fraction"))
            : nil
    }
}
