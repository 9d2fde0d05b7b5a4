// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

/// What slabs do to directions and energies.
extension TrackerTransport {
    /// Deflects the lanes' particles: by the Gaussian sum of small angles, and by the few large ones one by one.
    ///
    /// What it takes is in columns: vectors go to a function in many pieces.
    @inline(never)
    func scatter(_ scratch: inout TransportScratch) {
        let passage = passage(&scratch)
        let crosses = scratch.crosses
        let constants = SlabColumns(scratch.slabs).scattering
        if settings.scatteringModel == .highland {
            let own = Lanes.zero.replacing(with: HighlandScattering.width(passage, constants), where: crosses)
            return deflect(&scratch, own * scratch.kickX.vector, own * scratch.kickY.vector)
        }
        let scattering = Scattering<Lanes>(passage, constants)
        // The last of the uniform's 44 bits; what the first 43 are used for does not notice it.
        let coins = (scratch.uniform.vector * 0x1p44 + 0x1p52).bits
        let width = Lanes.zero.replacing(with: scattering.width(coins), where: crosses)
        let hard = Lanes.zero.replacing(with: scattering.hard, where: crosses)
        // Hard scatterings come at unit rate; what is left until the next has no memory of the slabs before.
        let left = scratch.hardLeft.vector - hard
        let first = width * scratch.kickX.vector
        let second = width * scratch.kickY.vector
        scratch.hardLeft.vector = left
        guard !Lanes.holdsEverywhere(Lanes.zero .<= left) else { return deflect(&scratch, first, second) }
        scratch.hard.vector = hard
        scratch.chi2.vector = scattering.chi2
        scratch.screening2.vector = scattering.screening2
        scatterHard(&scratch, left: left, first, second)
    }

    /// The large deflections of the lanes for which what is `left` is negative, beside small ones.
    ///
    /// Lanes that are computed one by one come back by selection: a vector cannot be read soon after a part of it was
    /// written.
    @inline(__always)
    private func scatterHard(
        _ scratch: inout TransportScratch, left: Lanes, _ first: Lanes, _ second: Lanes
    ) {
        scratch.kickX.vector = first
        scratch.kickY.vector = second
        var (kickX, kickY, hardLeft) = (first, second, left)
        var scattered = eidolon_words8_bits(unsafeBitCast(left .< Lanes.zero, to: SIMD8<UInt64>.self))
        while scattered != 0 {
            let lane = scattered.trailingZeroBitCount
            scattered &= scattered &- 1
            let (x, y, wait) = scatterHard(lane, &scratch)
            let isLane = Lanes(0, 1, 2, 3, 4, 5, 6, 7) .== Lanes(repeating: Double(lane))
            kickX.replace(with: Lanes(repeating: x), where: isLane)
            kickY.replace(with: Lanes(repeating: y), where: isLane)
            hardLeft.replace(with: Lanes(repeating: wait), where: isLane)
        }
        scratch.hardLeft.vector = hardLeft
        deflect(&scratch, kickX, kickY)
    }

    /// The deflections of a lane's particle in the slab it crosses, and what is left until the next hard scattering.
    @inline(never)
    private func scatterHard(_ lane: Int, _ scratch: inout TransportScratch) -> (x: Double, y: Double, left: Double) {
        let inverseBeta = scratch.energy[lane] * scratch.inverseMomentum[lane]
        let momentum = scratch.momentum[lane]
        let slab = SlabRow(scratch.rows[lane].unsafelyUnwrapped)
        let kicks = HardScattering<Double>(
            chi2: scratch.chi2[lane], screening2: scratch.screening2[lane], momentum2: momentum * momentum,
            beta2: 1 / (inverseBeta * inverseBeta), nuclearShare: slab.nuclearShare,
            formFactorScale: slab.formFactorScale, inverseMass: scratch.inverseMass[lane],
            isElectron: scratch.isElectron[lane] != 0)
        let numbers = scratch.hardNumbers(lane: lane)
        var drawn = scratch.hardDraws[lane]
        let end = scratch.hard[lane]
        var time = scratch.hardLeft[lane] + end
        var (x, y) = (scratch.kickX[lane], scratch.kickY[lane])
        while time < end {
            let place = Int(drawn & 7)
            if place == 0 { drawHardNumbers(lane, from: drawn, &scratch) }
            drawn += 1
            let (first, second) = (numbers[place], numbers[8 + place])
            let kick = kicks.deflection(at: time, first: first, second: second, uniform: numbers[16 + place])
            x += kick.x
            y += kick.y
            time += HardScattering<Double>.wait(first, second)
        }
        scratch.hardDraws[lane] = drawn
        return (x, y, time - end)
    }

    /// The numbers of a lane's next eight hard scatterings, of which each has a block of the stream for itself.
    @inline(never)
    private func drawHardNumbers(_ lane: Int, from block: UInt32, _ scratch: inout TransportScratch) {
        var stream = RandomStream(
            seed: scratch.seed, event: scratch.event, stage: .hardScattering,
            identity: scratch.identity[lane].rawValue, firstBlock: block)
        let (first, second, uniform) = stream.eightNormalPairsAndUniforms()
        let numbers = scratch.hardNumbers(lane: lane)
        LaneColumn(base: numbers).vector = first
        LaneColumn(base: numbers + 8).vector = second
        LaneColumn(base: numbers + 16).vector = uniform
    }

    /// Turns the directions by two projected angles (rad, as tangents) and restores their unit length.
    @inline(__always)
    private func deflect(_ scratch: inout TransportScratch, _ first: Lanes, _ second: Lanes) {
        let nx = scratch.navigation.ux.vector
        let ny = scratch.navigation.uy.vector
        let nz = scratch.navigation.uz.vector
        // Two axes across n without a root (Duff et al., J. Comput. Graph. Tech. 6 (2017) 1, listing 3).
        let sign = Lanes(repeating: -1).replacing(with: Lanes(repeating: 1), where: Lanes.zero .<= nz)
        let a = -1 / (sign + nz)
        let b = nx * ny * a
        let tangent2 = first * first + second * second
        // 1/√(1 + t²): the series where its fourth term vanishes.
        var scale = 1 - tangent2 * (0.5 - tangent2 * (0.375 - tangent2 * 0.3125))
        let isSmall = tangent2 .< Lanes(repeating: 1e-4)
        if !Lanes.holdsEverywhere(isSmall) {
            scale = (1 / (1 + tangent2).squareRoot()).replacing(with: scale, where: isSmall)
        }
        scratch.navigation.ux.vector = (nx + first * (1 + sign * nx * nx * a) + second * b) * scale
        scratch.navigation.uy.vector = (ny + first * (sign * b) + second * (sign + ny * ny * a)) * scale
        scratch.navigation.uz.vector = (nz - first * (sign * nx) - second * ny) * scale
    }

    /// What slabs take from the energy of the lanes' particles, by ionisation and, from electrons, as photons.
    @inline(never)
    func slowDown(_ scratch: inout TransportScratch) {
        let crosses = scratch.crosses
        let radiates = crosses .& (Lanes.zero .< scratch.isElectron.vector)
        let someRadiate = settings.bremsstrahlung && !Lanes.holdsEverywhere(.!radiates)
        guard settings.energyLoss || someRadiate else { return }
        if someRadiate { radiateSoftly(&scratch, radiates) } else { scratch.soft.vector = Lanes.zero }
        let ionisation = settings.energyLoss ? meanLoss(&scratch) : Lanes.zero
        lose(&scratch, ionisation, scratch.soft.vector, crosses)
        guard someRadiate else { return }
        let isDue = scratch.radiationLeft.vector .< Lanes.zero
        var due = eidolon_words8_bits(unsafeBitCast(isDue, to: SIMD8<UInt64>.self))
        while due != 0 {
            let lane = due.trailingZeroBitCount
            due &= due &- 1
            if scratch.isStopped[lane] == 0 { radiate(lane, &scratch) }
        }
    }

    @inline(__always)
    private func meanLoss(_ scratch: inout TransportScratch) -> Lanes {
        let slabs = SlabColumns(scratch.slabs)
        let densityEffect = FourColumns(scratch.tabulated)[0]
        return Ionisation.meanLoss(
            passage(&scratch),
            SlabValues(xi: slabs.xi, mean: slabs.mean - 0.5 * densityEffect, probable: Lanes.zero))
    }

    /// The kinematics of the lanes' particles in their slabs.
    @inline(__always)
    private func passage(_ scratch: inout TransportScratch) -> Passage<Lanes> {
        Passage(
            energy: scratch.energy.vector, inverseMomentum: scratch.inverseMomentum.vector,
            inverseMass: scratch.inverseMass.vector, charge2: scratch.charge2.vector,
            isElectron: Lanes.zero .< scratch.isElectron.vector, logBetaGamma: scratch.logBetaGamma.vector,
            paths: scratch.paths.vector)
    }

    /// Sets what electrons lose to photons that are too soft to be made, GeV; counts the candidates for others.
    @inline(never)
    private func radiateSoftly(_ scratch: inout TransportScratch, _ radiates: LaneChoice) {
        let paths = scratch.paths.vector
        let logRange = Bremsstrahlung.logRange(scratch.logBetaGamma.vector, logCut: logPhotonCut)
        let each = Lanes(
            candidates(0, scratch.rows), candidates(1, scratch.rows), candidates(2, scratch.rows),
            candidates(3, scratch.rows), candidates(4, scratch.rows), candidates(5, scratch.rows),
            candidates(6, scratch.rows), candidates(7, scratch.rows))
        let expected = each * paths * logRange
        scratch.logRange.vector = logRange
        scratch.radiationLeft.vector -= Lanes.zero.replacing(with: expected, where: radiates)
        let slabs = SlabColumns(scratch.slabs)
        let loss = Bremsstrahlung.softLoss(energy: scratch.energy.vector, cut: TrackerTransport.photonCut)
        scratch.soft.vector = Lanes.zero.replacing(with: loss * slabs.radiationLengths * paths, where: radiates)
    }

    @inline(__always)
    private func candidates(_ lane: Int, _ rows: UnsafeMutablePointer<UnsafePointer<Double>?>) -> Double {
        SlabRow(rows[lane].unsafelyUnwrapped).candidates
    }

    /// Takes energy away in the lanes that cross a slab, by ionisation and by soft photons; notes those that stop.
    @inline(__always)
    private func lose(_ scratch: inout TransportScratch, _ ionisation: Lanes, _ soft: Lanes, _ crosses: LaneChoice) {
        let mass = scratch.mass.vector
        let energy = scratch.energy.vector - (ionisation + soft)
        let momentum = ((energy - mass) * (energy + mass)).squareRoot()
        // Fails for what is not a number.
        let goesOn = mass + settings.stoppingKineticEnergy .< energy
        let loses = crosses .& goesOn
        scratch.isStopped.vector = Lanes(repeating: 1).replacing(with: Lanes.zero, where: goesOn .| .!crosses)
        scratch.lost.vector += Lanes.zero.replacing(with: ionisation, where: loses)
        scratch.absorbed.vector += Lanes.zero.replacing(with: soft, where: loses)
        let inverse = 1 / momentum
        let ratio = scratch.momentum.vector * inverse
        let excess = ratio - 1
        // ln(p'/p) = −ln(1 + excess): the series where its fifth term vanishes.
        var logarithm = excess * (1 - excess * (0.5 - excess * (1 / 3.0 - 0.25 * excess)))
        let isSmall = (excess .< Lanes(repeating: 1e-3)) .| .!loses
        if !Lanes.holdsEverywhere(isSmall) {
            let safe = ratio.replacing(with: Lanes(repeating: 1), where: isSmall)
            logarithm = Elementary.log(safe).replacing(with: logarithm, where: isSmall)
        }
        scratch.navigation.curvature.vector.replace(with: scratch.navigation.curvature.vector * ratio, where: loses)
        scratch.logBetaGamma.vector.replace(with: scratch.logBetaGamma.vector - logarithm, where: loses)
        scratch.energy.vector.replace(with: energy, where: loses)
        scratch.momentum.vector.replace(with: momentum, where: loses)
        scratch.inverseMomentum.vector.replace(with: inverse, where: loses)
    }
}
