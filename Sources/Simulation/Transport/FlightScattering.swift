// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

/// What slabs do to directions and energies.
extension TrackerTransport {
    /// Deflects the lanes' particles: by the Gaussian sum of small angles, and by the few large ones one by one.
    ///
    /// - Parameter coins: the lowest bit of each is a random one.
    @inline(never)
    func scatter(
        _ scratch: inout TransportScratch, _ paths: Lanes, _ crosses: LaneChoice, _ first: Lanes, _ second: Lanes,
        coins: SIMD8<UInt64>
    ) {
        let passage = passage(&scratch, paths)
        let constants = SlabColumns(scratch.slabs).scattering
        if settings.scatteringModel == .highland {
            let width = HighlandScattering.width(passage, constants)
            let own = Lanes.zero.replacing(with: width, where: crosses)
            return deflect(&scratch, own * first, own * second)
        }
        let scattering = Scattering<Lanes>(passage, constants)
        let width = Lanes.zero.replacing(with: scattering.width(coins), where: crosses)
        let hard = Lanes.zero.replacing(with: scattering.hard, where: crosses)
        // Hard scatterings come at unit rate; what is left until the next has no memory of the slabs before.
        let left = scratch.hardLeft.vector - hard
        scratch.hardLeft.vector = left
        guard !Lanes.holdsEverywhere(Lanes.zero .<= left) else {
            return deflect(&scratch, width * first, width * second)
        }
        scratch.kickX.vector = width * first
        scratch.kickY.vector = width * second
        scratch.hard.vector = hard
        scratch.chi2.vector = scattering.chi2
        scratch.screening2.vector = scattering.screening2
        var scattered = eidolon_words8_bits(unsafeBitCast(left .< Lanes.zero, to: SIMD8<UInt64>.self))
        while scattered != 0 {
            scatterHard(scattered.trailingZeroBitCount, &scratch)
            scattered &= scattered &- 1
        }
        deflect(&scratch, scratch.kickX.vector, scratch.kickY.vector)
    }

    /// The large deflections of a lane's particle in the slab it crosses; few have any.
    @inline(never)
    private func scatterHard(_ lane: Int, _ scratch: inout TransportScratch) {
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
        scratch.kickX[lane] = x
        scratch.kickY[lane] = y
        scratch.hardLeft[lane] = time - end
        scratch.hardDraws[lane] = drawn
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
    func slowDown(_ scratch: inout TransportScratch, _ paths: Lanes, _ crosses: LaneChoice) {
        let radiates = crosses .& (Lanes.zero .< scratch.isElectron.vector)
        let someRadiate = settings.bremsstrahlung && !Lanes.holdsEverywhere(.!radiates)
        guard settings.energyLoss || someRadiate else { return }
        let soft = someRadiate ? radiateSoftly(&scratch, paths, radiates) : Lanes.zero
        lose(&scratch, settings.energyLoss ? meanLoss(&scratch, paths) : Lanes.zero, soft, crosses)
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
    private func meanLoss(_ scratch: inout TransportScratch, _ paths: Lanes) -> Lanes {
        let slabs = SlabColumns(scratch.slabs)
        let densityEffect = FourColumns(scratch.tabulated)[0]
        return Ionisation.meanLoss(
            passage(&scratch, paths),
            SlabValues(xi: slabs.xi, mean: slabs.mean - 0.5 * densityEffect, probable: Lanes.zero))
    }

    /// The kinematics of the lanes' particles in their slabs.
    @inline(__always)
    private func passage(_ scratch: inout TransportScratch, _ paths: Lanes) -> Passage<Lanes> {
        Passage(
            energy: scratch.energy.vector, inverseMomentum: scratch.inverseMomentum.vector,
            inverseMass: scratch.inverseMass.vector, charge2: scratch.charge2.vector,
            isElectron: Lanes.zero .< scratch.isElectron.vector, logBetaGamma: scratch.logBetaGamma.vector,
            paths: paths)
    }

    /// What electrons lose to photons that are too soft to be made, GeV; counts the candidates for others.
    @inline(never)
    private func radiateSoftly(
        _ scratch: inout TransportScratch, _ paths: Lanes, _ radiates: LaneChoice
    ) -> Lanes {
        let logRange = Bremsstrahlung.logRange(scratch.logBetaGamma.vector, logCut: logPhotonCut)
        for lane in 0..<NavigationLanes.count {
            scratch.candidates[lane] = SlabRow(scratch.rows[lane].unsafelyUnwrapped).candidates
        }
        let candidates = scratch.candidates.vector * paths * logRange
        scratch.logRange.vector = logRange
        scratch.radiationLeft.vector -= Lanes.zero.replacing(with: candidates, where: radiates)
        let slabs = SlabColumns(scratch.slabs)
        let loss = Bremsstrahlung.softLoss(energy: scratch.energy.vector, cut: TrackerTransport.photonCut)
        return Lanes.zero.replacing(with: loss * slabs.radiationLengths * paths, where: radiates)
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
