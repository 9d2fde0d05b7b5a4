// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

typealias Lanes = SIMD8<Double>
typealias LaneChoice = SIMDMask<SIMD8<Int64>>

/// One round of eight particles: to their next surfaces and through them.
extension TrackerTransport {
    func fly(_ scratch: inout TransportScratch, _ random: inout RandomLanes8) {
        let decayPath = scratch.properLeft.vector * (scratch.momentum.vector * scratch.inverseMass.vector)
        scratch.navigation.limit.vector = smaller(decayPath, settings.maximumPath - scratch.travelled.vector)
        index.next(scratch.navigation)
        let step = scratch.navigation.path.vector
        scratch.properLeft.vector -= step * (scratch.mass.vector * scratch.inverseMomentum.vector)
        scratch.travelled.vector += step
        scratch.turned.vector += scratch.navigation.turn.vector
        let inverseSpeed = scratch.energy.vector * scratch.inverseMomentum.vector
        scratch.time.vector += step * inverseSpeed * (1 / PhysicalConstants.speedOfLight)
        let mostTurned = Lanes(repeating: settings.maximumTurns * PhysicalConstants.twoPi)
        let surface = eidolon_lanes8_of_integers(scratch.navigation.surface)
        let enters = (Lanes.zero .<= surface) .& (scratch.turned.vector .<= mostTurned)
        guard !Lanes.holdsEverywhere(.!enters) else { return }
        scratch.crossings.vector += Lanes.zero.replacing(with: Lanes(repeating: 1), where: enters)
        enterSlabs(&scratch, enters)
        interact(&scratch, &random, enters)
        while scratch.steps.waiting >= DepositQueue.longest { finishSteps(&scratch) }
    }

    /// The lanes whose particles may have ended in this round, one bit each: no other need be asked by itself.
    @inline(__always)
    func mayHaveEnded(_ scratch: inout TransportScratch) -> UInt32 {
        let surface = eidolon_lanes8_of_integers(scratch.navigation.surface)
        let pending = Lanes(repeating: Double(NavigationLanes.pending))
        let isOut = (surface .< Lanes.zero) .& (surface .!= pending)
        let mostTurned = Lanes(repeating: settings.maximumTurns * PhysicalConstants.twoPi)
        let most = Lanes(repeating: Double(settings.maximumCrossings))
        let isDone = Lanes.zero .< scratch.isStopped.vector + scratch.hasInteracted.vector
        let isTired = (mostTurned .< scratch.turned.vector) .| (most .<= scratch.crossings.vector)
        return eidolon_words8_bits(unsafeBitCast(isOut .| isDone .| isTired, to: SIMD8<UInt64>.self))
    }

    /// Fetches the constants of the slabs that the lanes have come to, and what tables say of their particles there. Lanes
    /// that come to none are in a slab of nothing.
    @inline(__always)
    private func enterSlabs(_ scratch: inout TransportScratch, _ enters: LaneChoice) {
        let (nodes, fraction) = BetaGammaTable.place(scratch.logBetaGamma.vector)
        let starts = LaneColumn(base: UnsafeMutableRawPointer(scratch.tableStart).assumingMemoryBound(to: Double.self))
        scratch.places.vector = Lanes(bits: starts.vector.bits.adding(nodes.shiftedUp(by: 1)))
        let places = UnsafeMutableRawPointer(scratch.places.pointer).assumingMemoryBound(to: Int.self)
        // Doubles of this size are whole numbers, which end their bits.
        let slab = Lanes(repeating: Double(surfaces.vacuum)).replacing(
            with: eidolon_lanes8_of_integers(scratch.navigation.member), where: enters)
        let slabs = LaneColumn(base: UnsafeMutableRawPointer(scratch.slabPlace).assumingMemoryBound(to: Double.self))
        slabs.vector = Lanes(bits: (slab + 0x1p52).bits.masked(by: SIMD8<UInt64>(repeating: 0xFFFF_FFFF)))
        let rows = scratch.rows
        let tables = UnsafeMutableRawPointer(scratch.slabs).assumingMemoryBound(to: UnsafePointer<Double>?.self)
        for lane in 0..<NavigationLanes.count {
            let slab = scratch.slabPlace[lane]
            rows[lane] = surfaces.rows.pointer + SlabRow.count &* slab
            tables[lane] = lengths.pointer(place: places[lane] &+ surfaces.tableStarts.pointer[slab])
        }
        eidolon_lanes8_transpose4(tables, scratch.tabulated)
        let table = FourColumns(scratch.tabulated)
        table[0] = table[0] + fraction * (table[2] - table[0])
        table[1] = table[1] + fraction * (table[3] - table[1])
        eidolon_lanes8_transpose8(rows, scratch.slabs)
    }

    /// What slabs do to all particles in them: they record, scatter and slow down charged ones, and let some interact. Slabs
    /// do to neutral particles what nothing would do, but that they may interact.
    @inline(__always)
    private func interact(
        _ scratch: inout TransportScratch, _ random: inout RandomLanes8, _ enters: LaneChoice
    ) {
        let slabs = SlabColumns(scratch.slabs)
        let least = Lanes(repeating: 1e-12)
        let cosine = scratch.navigation.cosine.vector
        let longest = slabs.longestPath
        var paths = Lanes.select(cosine .<= least, longest, smaller(1 / cosine, longest))
        let someCollide = consumeDepth(&scratch, slabs, &paths)
        scratch.isStopped.vector = Lanes.zero
        let crosses = enters .& (Lanes.zero .< scratch.isCharged.vector)
        if !Lanes.holdsEverywhere(.!crosses) {
            scratch.paths.vector = paths
            scratch.crosses = crosses
            traverse(&scratch, &random, crosses)
        }
        if someCollide {
            for lane in 0..<NavigationLanes.count
            where scratch.collides[lane] != 0 && scratch.isStopped[lane] == 0 { collide(lane, &scratch) }
        }
    }

    /// Steps in sensors, energy loss and scattering of charged particles in all slabs.
    @inline(__always)
    private func traverse(_ scratch: inout TransportScratch, _ random: inout RandomLanes8, _ crosses: LaneChoice) {
        let (first, second, uniform) = random.normalPairAndUniform(
            where: unsafeBitCast(crosses, to: SIMD8<UInt64>.self))
        scratch.kickX.vector = first
        scratch.kickY.vector = second
        scratch.uniform.vector = uniform
        record(&scratch, crosses)
        if settings.scattering { scatter(&scratch) }
        slowDown(&scratch)
    }

    /// Takes the optical depth of the slabs from what the lanes' particles have left until they interact; where that ends
    /// within a slab the path does too. Returns whether there is such a lane.
    @inline(__always)
    private func consumeDepth(
        _ scratch: inout TransportScratch, _ slabs: SlabColumns, _ paths: inout Lanes
    ) -> Bool {
        let depth = FourColumns(scratch.tabulated)[1] * (paths * slabs.thickness)
        let before = scratch.depthLeft.vector
        let goesOn = depth .<= before
        let left = before - depth
        scratch.depthLeft.vector = Lanes.zero.replacing(with: left, where: goesOn)
        if Lanes.holdsEverywhere(goesOn) { return false }
        scratch.collides.vector = Lanes(repeating: 1).replacing(with: Lanes.zero, where: goesOn)
        // Never nothing at all: models take its logarithm.
        let share = before / depth + 1e-9
        paths *= share.replacing(with: Lanes(repeating: 1), where: goesOn)
        return true
    }

    @inline(__always)
    func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .< b) }
}

/// Four neighbouring columns of eight.
struct FourColumns {
    private let memory: UnsafeMutablePointer<Lanes>

    @inline(__always)
    init(_ memory: UnsafeMutablePointer<Double>) {
        self.memory = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Lanes.self)
    }

    @inline(__always)
    subscript(k: Int) -> Lanes {
        get { memory[k] }
        nonmutating set { memory[k] = newValue }
    }
}
