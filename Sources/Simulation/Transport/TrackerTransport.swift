// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Carries the final particles of an event through the tracker: helices or straight lines between surfaces, material
/// interactions on them, decays between them, a step for every sensor that a charged particle crosses. What interactions
/// and decays make is carried on in turn.
///
/// Eight particles fly at a time, each in a lane of its own, so that a processor's vectors are full; a lane takes the
/// next particle as soon as its own has ended. Material is thin: what it does happens where the path crosses the middle
/// of the slab, after the part of it that was passed. Shared by all workers; it owns the tables that its kernels read.
public final class TrackerTransport: Sendable {
    public let settings: TransportSettings
    public let index: NavigationIndex
    let surfaces: SurfaceTable
    let deposits = VavilovDistribution()
    private let quantiles = NormalTable.table()
    let normals: NormalTable
    let decays = DecayTable()
    let models: MaterialModels
    let lengths: InteractionLengths
    let matter: MatterAhead
    let moduleCount: Int32
    let fieldZ: Double
    let boundaryRadius2: Double
    let boundaryHalfLength: Double
    /// sinh² of the largest |pseudorapidity|.
    let sinhLimit2: Double

    /// Least energy of a radiated photon that is made, GeV; the rest is a steady loss.
    static let photonCut = 1 * Units.MeV
    let logPhotonCut = Bremsstrahlung.logCut(photonCut)

    public convenience init(_ index: NavigationIndex, settings: TransportSettings) {
        self.init(index, settings: settings, margin: 1)
    }

    /// - Parameter margin: as `MatterAhead` has it.
    init(_ index: NavigationIndex, settings: TransportSettings, margin: Double) {
        self.settings = settings
        self.index = index
        let tracker = index.tracker
        normals = NormalTable(quantiles: quantiles.pointer)
        let models = MaterialModels(tracker.materials, photonCut: TrackerTransport.photonCut)
        self.models = models
        surfaces = SurfaceTable(index, models)
        lengths = InteractionLengths(models, tracker.materials)
        matter = MatterAhead(tracker, margin: margin)
        moduleCount = Int32(tracker.modules.count)
        fieldZ = index.curvatureField
        boundaryRadius2 = tracker.boundaryRadius * tracker.boundaryRadius
        boundaryHalfLength = tracker.boundaryHalfLength
        let sinh = Elementary.sinh(settings.maximumAbsEta)
        sinhLimit2 = sinh * sinh
    }

    /// Transports every particle of `event`; what `output` held before is forgotten.
    ///
    /// Each particle draws from its own streams, (seed, event, transport, hard scattering and interaction, `FlightIdentity`), so that
    /// neither other particles nor the detector they see can change its numbers.
    public func transport(
        _ event: borrowing GeneratedEvent, seed: UInt64, scratch: inout TransportScratch,
        into output: inout TransportedEvent
    ) {
        output.removeAll()
        let count = event.particles.count
        output.fate.append(repeating: ParticleFate.notTransported.rawValue, count: count)
        scratch.begin(particles: count, event: event.eventNumber, seed: seed)
        var random = RandomLanes8(
            seed: seed, event: event.eventNumber, stage: .transport, identities: SIMD8<UInt64>(repeating: 0))
        var queue = FlightQueue()
        var flying = boardIdle(event, &queue, &scratch, &random, &output)
        while flying > 0 {
            fly(&scratch, &random)
            var asked = mayHaveEnded(&scratch)
            if asked == 0 { continue }
            var landed = 0
            while asked != 0 {
                let lane = asked.trailingZeroBitCount
                asked &= asked &- 1
                let fate = end(of: lane, &scratch)
                guard fate != .notTransported else { continue }
                land(lane, fate, &scratch, &output)
                landed += 1
            }
            flying -= landed
            let isWaiting = queue.hasMore(count, scratch.secondaries.records.count)
            if landed > 0 || (flying < NavigationLanes.count && isWaiting) {
                flying += boardIdle(event, &queue, &scratch, &random, &output)
            }
        }
        finish(event, &scratch, &output)
    }

    /// Puts what was made in flight in order.
    private func finish(
        _ event: borrowing GeneratedEvent, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) {
        while scratch.steps.waiting > 0 { finishSteps(&scratch) }
        scratch.secondaries.sort()
        scratch.secondaries.write(event, to: &output)
        scratch.steps.write(to: &output.steps, scratch.secondaries)
        for i in 0..<output.failedParticle.count {
            output.failedParticle[i] = scratch.secondaries.position(output.failedParticle[i])
        }
        output.sortFailures()
        output.ledger = scratch.ledger
    }

    /// Puts waiting particles on all lanes that have none, or leaves these idle; returns how many.
    private func boardIdle(
        _ event: borrowing GeneratedEvent, _ queue: inout FlightQueue, _ scratch: inout TransportScratch,
        _ random: inout RandomLanes8, _ output: inout TransportedEvent
    ) -> Int {
        var boarded = 0
        for lane in 0..<NavigationLanes.count where scratch.particle[lane] < 0 {
            guard board(lane, event, &queue, &scratch, &output) else {
                scratch.idle(lane: lane)
                continue
            }
            random.restart(lane: lane, identity: scratch.identity[lane].rawValue)
            boarded += 1
        }
        return boarded
    }

    /// Notes the fate of a particle, counted like `SecondaryRecord.parent`.
    @inline(__always)
    func note(
        _ fate: ParticleFate, of particle: Int32, _ scratch: inout TransportScratch,
        _ output: inout TransportedEvent
    ) {
        let roots = output.fate.count
        if Int(particle) < roots {
            output.fate[Int(particle)] = fate.rawValue
        } else {
            scratch.secondaries.records[Int(particle) - roots].fate = fate.rawValue
        }
    }

    func fail(
        _ particle: Int32, _ reason: TransportFailure, _ scratch: inout TransportScratch,
        _ output: inout TransportedEvent
    ) {
        note(.failed, of: particle, &scratch, &output)
        output.failedParticle.append(particle)
        output.failureReason.append(reason.rawValue)
    }
}

/// What is still to be put on lanes: generated particles, then the secondaries that they and others make.
struct FlightQueue {
    var generated = 0
    var secondary = 0

    @inline(__always)
    func hasMore(_ generatedCount: Int, _ secondaryCount: Int) -> Bool {
        generated < generatedCount || secondary < secondaryCount
    }
}
