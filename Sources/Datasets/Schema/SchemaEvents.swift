// SPDX-License-Identifier: GPL-3.0-or-later

/// Events, vertices and particles.
extension Schema {
    static let eventsTable = Table(
        "events", .event, "The events",
        columns: [
            Column("event_id", .int64, "1", "Number of the event in the plan"),
            Column("process_id", .int32, "1", "Process of the plan's mix; the attribute names lists them from 0"),
            Column("label", .int32, "1", "Class of the process; the attributes values and names explain it"),
            Column(
                "weights", .float64, "pb", "Event weights; the attribute names lists them, the first is nominal",
                components: .weights),
            Column("tried", .int32, "1", "Always 1", versions: Schema.onlySchema1),
            Column(
                "trials", .int32, "1",
                "Points of phase space tried until the hard process of this event was accepted; 0 without one",
                versions: Schema.fromSchema2),
            Column(
                "additional_flavour", .int8, "1",
                "Heaviest flavour of the jets that no decay of t, W, Z or H made: 5 (tt + b), 4 (tt + c), 0 (tt + "
                    + "light), -1 without top quarks or where the ancestors of hadrons are not known; see above",
                versions: Schema.fromSchema2),
            Column(
                "flags", .uint32, "1",
                "Bits: 1 unusable input record, 2 transport failure, 4 truncated, 8 weight above the maximum, "
                    + "16 secondaries beyond the transport's limits"),
            Column("split", .int8, "1", "0 training, 1 validation, 2 test"),
            Column("pile_up_count", .int32, "1", "Pile-up collisions overlaid"),
            Column("pile_up_mean", .float64, "1", "Poisson mean the pile-up was drawn from"),
            Column("vx", .float64, "mm", "Primary vertex, x"),
            Column("vy", .float64, "mm", "Primary vertex, y"),
            Column("vz", .float64, "mm", "Primary vertex, z"),
            Column("time", .float64, "ns", "Primary vertex, time"),
            Column("particles_simulated", .int32, "1", "Particles of the event before the output's thresholds"),
            Column("transport_failures", .int32, "1", "Particles that could not be transported to their end"),
        ])

    static let eventClassTable = Table(
        "labels/event_class", .event, "Target of event classification",
        columns: [
            Column("label", .int32, "1", "Class of the event; the attributes values and names explain it")
        ])

    static let verticesTable = Table(
        "vertices", .withinEvent, "Collisions, decays and interactions; row 0 is the primary vertex",
        isOptional: true,
        columns: [
            Column("x", .float64, "mm", "Position, x"),
            Column("y", .float64, "mm", "Position, y"),
            Column("z", .float64, "mm", "Position, z"),
            Column("time", .float64, "ns", "Time"),
            Column(
                "kind", .int8, "1",
                "0 hard collision, 1 pile-up collision, 2 gun, 3 file, 4 decay, 5 decay in flight, 6 bremsstrahlung, "
                    + "7 conversion, 8 hadronic interaction, 9 delta ray, 10 Compton scattering, "
                    + "11 capture at rest, 12 annihilation"),
            Column("collision", .int32, "1", "Collision it belongs to: 1 hard scatter, 2... pile-up"),
            Column("incoming", .int32, "1", "Event-local row in /particles of the particle that came in, -1 none"),
        ])

    static let particlesTable = Table(
        "particles", .withinEvent, "Generated particles and secondaries of the transport; kinematics at production",
        columns: [
            Column("particle_id", .uint64, "1", "Barcode in TrackML's bit layout, unique within the event"),
            Column("pdg_id", .int32, "1", "PDG Monte Carlo number"),
            Column(
                "parent", .int32, "1",
                "Event-local row of the mother, -1 none; of a hadron made by a string, the parton at the end from whose "
                    + "side it was split off, or that parton's nearest ancestor in the table"),
            Column("vertex", .int32, "1", "Event-local row in /vertices of the production vertex, -1 if not stored"),
            Column("status", .int8, "1", "1 final, 2 decayed by the generator, 3 hard process, 4 secondary"),
            Column(
                "fate", .int8, "1",
                "0 not transported, 1 left the detector, 2 stopped, 3 limit of turns or path, 4 failed, "
                    + "5 decayed in flight, 6 interacted, 7 absorbed where it was made"),
            Column("px", .float32, "GeV", "Momentum, x"),
            Column("py", .float32, "GeV", "Momentum, y"),
            Column("pz", .float32, "GeV", "Momentum, z"),
            Column("energy", .float32, "GeV", "Energy"),
            Column("mass", .float32, "GeV", "Mass"),
            Column("charge", .float32, "e", "Electric charge"),
            Column("vx", .float32, "mm", "Production vertex, x"),
            Column("vy", .float32, "mm", "Production vertex, y"),
            Column("vz", .float32, "mm", "Production vertex, z"),
            Column("time", .float32, "ns", "Production time"),
            Column("num_tracker_hits", .int32, "1", "Tracker hits whose main particle this is"),
            Column("primary", .uint8, "1", "1 if made by the generator, 0 if made by the transport"),
            Column("vertex_primary", .uint16, "1", "Collision of origin: 1 hard scatter, 2... pile-up"),
        ])

    static let failuresTable = Table(
        "failures", .withinEvent, "Particles that could not be transported to their end",
        columns: [
            Column("particle", .int32, "1", "Event-local row in /particles"),
            Column("particle_id", .uint64, "1", "Barcode of the particle"),
            Column(
                "reason", .int8, "1",
                "1 unusable state, 2 too many steps, 3 unknown species, 4 outside the detector, 5 too many particles"),
        ])
}
