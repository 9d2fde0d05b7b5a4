// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Turns steps into hits as silicon does: charge along the path, drift, diffusion, the channels' electronics, clusters
/// of channels that touch, and their positions.
///
/// Charges of all particles in a channel add up before its threshold, so that one hit may come from several particles.
/// Sensors with `measurement: smeared` measure every passage by itself instead. Hits stand in the order of modules and
/// of their first channel (smeared ones: of their place); nothing in it tells which particle made them. Shared by all
/// workers.
public final class TrackerReadout: Sendable {
    /// The tracker as it is believed to be, from which measured positions follow.
    let tracker: Tracker
    /// Tables that the kernel reads without reference counting: believed and true places of the modules, the sensors of
    /// the layers, constants of the modules.
    let modules: UnsafeTable<Module>
    let builtModules: UnsafeTable<Module>
    let sensors: UnsafeTable<SensorConstants>
    let constants: UnsafeTable<ModuleConstants>
    /// 2³² times the probabilities that any channel of a module fires in an event without a particle.
    private let noiseChances: UnsafeTable<UInt32>
    /// ln(2 m_e c²/(ħω_p)²) + 0.200 of each layer's sensor, and occupancy of its channels by noise.
    let probableConstants: UnsafeTable<Double>
    let responses: UnsafeTable<PositionResponse>
    let sharing: GaussianSharing
    let straggling: SegmentStraggling
    let normals: NormalTable
    let conditions: ReadoutConditions.View
    let hasDefects: Bool
    let isNoisy: Bool
    private let tables: Tables
    private let conditionsTable: ReadoutConditions

    /// Owns the tables that do not depend on the detector.
    private final class Tables: Sendable {
        let sharing = GaussianSharing.table()
        let straggling = SegmentStraggling.table()
        let normals = NormalTable.table()
    }

    /// A readout under the conditions of a run. Positions are calibrated with the detector as it is described.
    public convenience init(_ installed: InstalledTracker) {
        let count = installed.nominal.layers.count * 2 * PositionResponse.perAxis
        let tables = Tables()
        let uncalibrated = TrackerReadout(
            InstalledTracker(ideal: installed.nominal),
            responses: Array(repeating: PositionResponse(slope: 0, variance: 1 / 12.0), count: count), tables)
        self.init(installed, responses: PositionCalibration.responses(uncalibrated), tables)
    }

    /// A readout of a detector that is as described.
    public convenience init(_ tracker: Tracker) { self.init(InstalledTracker(ideal: tracker)) }

    private init(_ installed: InstalledTracker, responses: [PositionResponse], _ tables: Tables) {
        let tracker = installed.nominal
        self.tracker = tracker
        modules = UnsafeTable(tracker.modules)
        // One table where both are the same: it passes through the caches in every event.
        builtModules =
            installed.asBuilt.modules == tracker.modules ? modules : UnsafeTable(installed.asBuilt.modules)
        let materials = tracker.layers.map { tracker.materials[$0.sensor.slab.material] }
        sensors = UnsafeTable(zip(tracker.layers, materials).map { SensorConstants($0.sensor, $1) })
        probableConstants = UnsafeTable(materials.map(SegmentStraggling.constant))
        let view = installed.readout.view
        let constants = installed.asBuilt.modules.indices.map { i -> ModuleConstants in
            let module = installed.asBuilt.modules[i]
            let answers = view.modules[i]
            var noisy = 0.0
            for region in answers.noisyRegions.first..<answers.noisyRegions.end {
                noisy += view.noisyRegions[Int(region)].noiseMean
            }
            return ModuleConstants(
                module, tracker.layers[Int(module.layer)].sensor,
                field: TrackerReadout.field(at: module, installed.asBuilt), answers, noisy: noisy)
        }
        self.constants = UnsafeTable(constants)
        let chances = constants.map { UInt32(min(-Elementary.expm1(-$0.noiseMean) * 0x1p32, 0x1p32 - 1)) }
        noiseChances = UnsafeTable(chances)
        isNoisy = chances.contains { $0 > 0 }
        self.responses = UnsafeTable(responses)
        self.tables = tables
        sharing = GaussianSharing(nodes: tables.sharing.pointer)
        straggling = SegmentStraggling(quantiles: tables.straggling.pointer)
        normals = NormalTable(quantiles: tables.normals.pointer)
        conditionsTable = installed.readout
        conditions = view
        hasDefects = !installed.readout.isIdeal
    }

    /// The magnetic field in the middle of a module, tesla.
    private static func field(at module: Module, _ tracker: Tracker) -> Vector3 {
        tracker.field.value(x: module.center.x, y: module.center.y, z: module.center.z)
    }

    /// By how much a cluster stands off the crossing of the mid-plane along u and v because of the Lorentz angle, as it
    /// is believed to be, mm.
    @inline(__always)
    func shiftU(_ module: UnsafePointer<ModuleConstants>, _ sensor: UnsafePointer<SensorConstants>) -> Double {
        0.5 * sensor.pointee.thickness * module.pointee.nominalDriftU
    }

    @inline(__always)
    func shiftV(_ module: UnsafePointer<ModuleConstants>, _ sensor: UnsafePointer<SensorConstants>) -> Double {
        0.5 * sensor.pointee.thickness * module.pointee.nominalDriftV
    }

    /// Reads out an event; what `output` held before is forgotten.
    ///
    /// A step's charge is drawn from the stream of its particle, (seed, event, readout, identity), at a place of its own,
    /// a channel's noise from the channel's; so neither the order of particles nor other modules change a hit.
    public func read(
        _ event: borrowing TransportedEvent, number: UInt64, seed: UInt64, into output: inout ReadOutEvent,
        scratch: inout ReadoutScratch
    ) {
        output.removeAll()
        output.cellOffsets.append(0)
        output.sourceOffsets.append(0)
        scratch.order(event, moduleCount: modules.count)
        let noise = NoiseHits(seed: seed, event: number)
        var four: (UInt64, UInt64) = (0, 0)
        for module in 0..<modules.count {
            if isNoisy && module & 3 == 0 { four = noise.bits(ofFourAt: module) }
            let isFired = isNoisy && NoiseHits.bits(of: module, four) < noiseChances.pointer[module]
            let steps = Int(scratch.starts[module])..<Int(scratch.starts[module + 1])
            if steps.isEmpty && !isFired { continue }
            if constants.pointer[module].isDead { continue }
            if sensors.pointer[Int(modules.pointer[module].layer)].isSmeared {
                smear(module, steps, event.steps, number: number, seed: seed, into: &output, &scratch)
            } else {
                read(
                    module, steps, event.steps, noise: isFired ? noise : nil,
                    ChannelElectronics(seed: seed, event: number, module: module), into: &output, &scratch)
            }
        }
    }
}
