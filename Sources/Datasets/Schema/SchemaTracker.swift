// SPDX-License-Identifier: GPL-3.0-or-later

/// Tracker hits and geometry.
extension Schema {
    static let trackerHitsTable = Table(
        "tracker_hits", .withinEvent, "Measured hits of the tracker with their truth",
        columns: [
            Column("x", .float32, "mm", "Measured position, x"),
            Column("y", .float32, "mm", "Measured position, y"),
            Column("z", .float32, "mm", "Measured position, z"),
            Column("time", .float32, "ns", "Measured time"),
            Column("module", .int32, "1", "Row of the module in /geometry/modules"),
            Column("volume_id", .int32, "1", "TrackML volume of the module"),
            Column("layer_id", .int32, "1", "TrackML layer of the module"),
            Column("module_id", .int32, "1", "TrackML number of the module in its layer"),
            Column("u", .float32, "mm", "Measured position in the module's frame, u"),
            Column("v", .float32, "mm", "Measured position in the module's frame, v"),
            Column("variance_u", .float32, "mm2", "Variance of u"),
            Column("variance_v", .float32, "mm2", "Variance of v"),
            Column("energy", .float32, "GeV", "Energy seen, the sum of the cells"),
            Column(
                "size_u", .int32, "1", "Channels of the cluster along u, from its first to its last",
                versions: Schema.fromSchema2),
            Column(
                "size_v", .int32, "1", "Channels of the cluster along v, from its first to its last",
                versions: Schema.fromSchema2),
            Column(
                "particle", .int32, "1",
                "Event-local row in /particles of the main particle: that with the largest share of the charge, of equal "
                    + "ones the first in the event; -1 for noise"),
            Column("particle_id", .uint64, "1", "Barcode of the main particle, 0 for noise"),
            Column("weight", .float64, "1", "TrackML weight; the weights of an event sum to 1, or are all 0"),
            Column("true_x", .float32, "mm", "Where the main particle crosses the module, x; for noise as measured"),
            Column("true_y", .float32, "mm", "Where the main particle crosses the module, y; for noise as measured"),
            Column("true_z", .float32, "mm", "Where the main particle crosses the module, z; for noise as measured"),
            Column("true_time", .float32, "ns", "When the main particle crosses the module; for noise as measured"),
            Column("true_px", .float32, "GeV", "Momentum of the main particle on arrival, x; 0 for noise"),
            Column("true_py", .float32, "GeV", "Momentum of the main particle on arrival, y; 0 for noise"),
            Column("true_pz", .float32, "GeV", "Momentum of the main particle on arrival, z; 0 for noise"),
        ])

    static let trackerCellsTable = Table(
        "tracker_cells", .within("tracker_hits"), "Channels read out, by hit", isOptional: true,
        columns: [
            Column("ch0", .int32, "1", "Channel along the module's u, from 0"),
            Column("ch1", .int32, "1", "Channel along the module's v, from 0"),
            Column("value", .float32, "GeV", "Energy of the channel, as its electronics tell it"),
            Column(
                "adc", .int32, "1",
                "Counts of charge or of time over threshold; 1 if it only says that it fired, 0 if it measures charge",
                versions: Schema.fromSchema2),
        ])

    static let hitParticlesTable = Table(
        "hit_particles", .within("tracker_hits"), "All particles behind each hit", isOptional: true,
        columns: [
            Column("particle", .int32, "1", "Event-local row in /particles"),
            Column("particle_id", .uint64, "1", "Barcode of the particle"),
            Column("fraction", .float32, "1", "Share of the charge that came to the hit's channels, 0 to 1"),
        ])

    static let geometryLayersTable = Table(
        "geometry/layers", .file, "Layers of the tracker; the attribute names lists them",
        columns: [
            Column("volume_id", .int32, "1", "TrackML volume"),
            Column("layer_id", .int32, "1", "TrackML layer"),
            Column("shape", .int8, "1", "0 barrel, 1 disc"),
            Column("first_module", .int32, "1", "First row in /geometry/modules"),
            Column("module_count", .int32, "1", "Number of modules, contiguous"),
            Column("radius_min", .float64, "mm", "Smallest distance from the beam axis"),
            Column("radius_max", .float64, "mm", "Largest distance from the beam axis"),
            Column("z_min", .float64, "mm", "Smallest z"),
            Column("z_max", .float64, "mm", "Largest z"),
            Column("thickness", .float64, "mm", "Thickness of the sensors"),
            Column("pitch_u", .float64, "mm", "Distance of channels along u"),
            Column("pitch_v", .float64, "mm", "Distance of channels along v"),
            Column("measurement", .int8, "1", "0 clusters of channels, 1 smeared"),
            Column("resolution_u", .float64, "mm", "Standard deviation of a smeared measurement along u"),
            Column("resolution_v", .float64, "mm", "Standard deviation of a smeared measurement along v"),
            Column("resolution_time", .float64, "ns", "Standard deviation of the time"),
            Column("threshold", .float64, "GeV", "Mean energy at which a channel is read out"),
        ])

    static let geometryModulesTable = Table(
        "geometry/modules", .file,
        "Sensitive modules of the tracker where they are believed to be: measured positions rely on this",
        columns: [
            Column("volume_id", .int32, "1", "TrackML volume"),
            Column("layer_id", .int32, "1", "TrackML layer"),
            Column("module_id", .int32, "1", "TrackML number in the layer"),
            Column("layer", .int32, "1", "Row in /geometry/layers"),
        ] + placementColumns + [
            Column("module_minhu", .float64, "mm", "Half width along u at v = -module_hv"),
            Column("module_maxhu", .float64, "mm", "Half width along u at v = +module_hv"),
            Column("module_hv", .float64, "mm", "Half length along v"),
        ])

    /// Where a module stands.
    private static let placementColumns = [
        Column("cx", .float64, "mm", "Centre, x"),
        Column("cy", .float64, "mm", "Centre, y"),
        Column("cz", .float64, "mm", "Centre, z"),
        Column("rot_xu", .float64, "1", "Rotation from the module's frame: x component of its u axis"),
        Column("rot_xv", .float64, "1", "x component of the v axis"),
        Column("rot_xw", .float64, "1", "x component of the normal w"),
        Column("rot_yu", .float64, "1", "y component of the u axis"),
        Column("rot_yv", .float64, "1", "y component of the v axis"),
        Column("rot_yw", .float64, "1", "y component of the normal w"),
        Column("rot_zu", .float64, "1", "z component of the u axis"),
        Column("rot_zv", .float64, "1", "z component of the v axis"),
        Column("rot_zw", .float64, "1", "z component of the normal w"),
    ]

    static let geometryAsBuiltTable = Table(
        "geometry/as_built", .file,
        "The same modules, row by row, where they really are and how they answer: truth relies on this",
        isOptional: true,
        columns: placementColumns + [
            Column("is_dead", .int8, "1", "1 for a module without hits"),
            Column("noise_factor", .float64, "1", "Factor to the electronic noise"),
            Column("leakage_noise", .float64, "electrons", "Noise of a channel's leakage current"),
            Column("threshold_factor", .float64, "1", "Factor to the threshold"),
            Column("gain", .float64, "1", "Factor to the charge read out"),
            Column("lorentz_factor", .float64, "1", "Factor to the tangent of the Lorentz angle"),
            Column("efficiency", .float64, "1", "Probability that a channel with enough charge is read out"),
        ])

    static let geometryDefectsTable = Table(
        "geometry/defects", .file, "Dead and noisy channels of modules that are not dead as a whole",
        isOptional: true,
        columns: [
            Column("module", .int32, "1", "Row in /geometry/modules"),
            Column("first_ch0", .int32, "1", "First channel along u"),
            Column("last_ch0", .int32, "1", "Last channel along u"),
            Column("first_ch1", .int32, "1", "First channel along v"),
            Column("last_ch1", .int32, "1", "Last channel along v"),
            Column("occupancy", .float64, "1", "Probability to fire without a particle in an event; 0 if dead"),
        ])
}
