// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

private typealias Lanes = SIMD8<Double>
private typealias Choice = SIMDMask<SIMD8<Int64>>

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
        if enterSlabs(&scratch) { interact(&scratch, &random) }
    }

    /// Fetches the constants of the slabs that the lanes have come to; false if there are none. Slabs do to neutral
    /// particles what nothing would do, but that they may interact.
    @inline(__always)
    private func enterSlabs(_ scratch: inout TransportScratch) -> Bool {
        let mostTurned = settings.maximumTurns * PhysicalConstants.twoPi
        var some = false
        for lane in 0..<NavigationLanes.count {
            let surface = scratch.navigation.surface[lane]
            var slab = surfaces.constants.pointer + Int(surfaces.vacuum)
            let logBetaGamma = scratch.logBetaGamma[lane]
            var thickness = slab.pointee.thickness
            var longestPath = slab.pointee.longestPath
            var inverseLength = 0.0
            scratch.crosses[lane] = 0
            if surface >= 0 && scratch.turned[lane] <= mostTurned {
                let member = Int(scratch.navigation.member[lane])
                let crossed = surfaces.constants.pointer + member
                thickness = crossed.pointee.thickness
                longestPath = crossed.pointee.longestPath
                inverseLength = lengths.value(
                    row: scratch.interactionRow[lane], material: surfaces.materials.pointer[member],
                    logBetaGamma: logBetaGamma)
                if !scratch.isNeutral[lane] {
                    slab = crossed
                    scratch.crosses[lane] = 1
                }
                scratch.crossings[lane] += 1
                some = true
            }
            scratch.thickness[lane] = thickness
            scratch.longestPath[lane] = longestPath
            scratch.inverseLength[lane] = inverseLength
            scratch.hardScatterings[lane] = slab.pointee.scattering.hardScatterings
            scratch.hardScale[lane] = slab.pointee.scattering.hardScale
            scratch.screening[lane] = slab.pointee.scattering.screening
            scratch.coulomb[lane] = slab.pointee.scattering.coulomb
            scratch.xi[lane] = slab.pointee.xi
            scratch.meanConstant[lane] = slab.pointee.meanConstant
            scratch.probableConstant[lane] = slab.pointee.probableConstant
            scratch.densityEffect[lane] = BetaGammaTable.value(
                slab.pointee.densityEffect, logBetaGamma)
            scratch.depositCut[lane] = slab.pointee.deposit.cut
            scratch.shellConstant[lane] = slab.pointee.deposit.shellConstant
            scratch.shellSlope[lane] = slab.pointee.deposit.shellSlope
        }
        return some
    }

    /// Steps in sensors, energy loss and scattering in all slabs.
    @inline(__always)
    private func interact(_ scratch: inout TransportScratch, _ random: inout RandomLanes8) {
        let crosses = scratch.crosses.vector .> Lanes.zero
        let least = Lanes(repeating: 1e-12)
        let cosine = scratch.navigation.cosine.vector
        var paths = Lanes.select(
            cosine .<= least, scratch.longestPath.vector,
            smaller(1 / cosine, scratch.longestPath.vector))
        let someCollide = consumeDepth(scratch, &paths)
        scratch.paths.vector = paths
        let passage = Passage<Lanes>(
            energy: scratch.energy.vector, inverseMomentum: scratch.inverseMomentum.vector,
            inverseMass: scratch.inverseMass.vector, charge2: scratch.charge2.vector,
            isElectron: scratch.isElectron.vector .> Lanes.zero, logBetaGamma: scratch.logBetaGamma.vector,
            paths: paths)
        let slab = SlabValues<Lanes>(
            xi: scratch.xi.vector, mean: scratch.meanConstant.vector - 0.5 * scratch.densityEffect.vector,
            probable: scratch.probableConstant.vector - scratch.densityEffect.vector)
        let (first, second, uniform) = random.normalPairAndUniform(
            where: unsafeBitCast(crosses, to: SIMD8<UInt64>.self))
        scratch.fluctuation.vector = uniform
        record(&scratch, passage, slab)
        if settings.scattering { scatter(&scratch, passage, first, second) }
        scratch.isStopped.vector = Lanes.zero
        if settings.energyLoss { lose(scratch, Ionisation.meanLoss(passage, slab), crosses) }
        let radiates = scratch.isElectron.vector * scratch.crosses.vector .> Lanes.zero
        let noneRadiates = Lanes.holdsEverywhere(.!radiates)
        if settings.bremsstrahlung && !noneRadiates {
            for lane in 0..<NavigationLanes.count
            where radiates[lane] && scratch.isStopped[lane] == 0 { radiate(lane, &scratch) }
        }
        if someCollide {
            for lane in 0..<NavigationLanes.count
            where scratch.collides[lane] != 0 && scratch.isStopped[lane] == 0 { collide(lane, &scratch) }
        }
    }

    /// Takes the optical depth of the slabs from what the lanes' particles have left until they interact; where that ends
    /// within a slab the path does too. Returns whether there is such a lane.
    @inline(__always)
    private func consumeDepth(_ scratch: borrowing TransportScratch, _ paths: inout Lanes) -> Bool {
        let depth = scratch.inverseLength.vector * (paths * scratch.thickness.vector)
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
    private func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .< b) }

    /// Deflects the lanes' particles: by the Gaussian sum of small angles, and by the few large ones one by one.
    @inline(__always)
    private func scatter(
        _ scratch: inout TransportScratch, _ passage: Passage<Lanes>, _ first: Lanes, _ second: Lanes
    ) {
        let slab = ScatteringValues<Lanes>(
            hardScatterings: scratch.hardScatterings.vector, hardScale: scratch.hardScale.vector,
            screening: scratch.screening.vector, coulomb: scratch.coulomb.vector)
        if settings.scatteringModel == .highland {
            let width = HighlandScattering.width(passage, slab)
            return deflect(scratch, width * first, width * second)
        }
        let scattering = Scattering<Lanes>(passage, slab)
        var x = scattering.width * first
        var y = scattering.width * second
        // Hard scatterings come at unit rate; what is left until the next has no memory of the slabs before.
        let before = scratch.hardLeft.vector
        let left = before - scattering.hard
        scratch.hardLeft.vector = left
        let isHard = left .< Lanes.zero
        if !Lanes.holdsEverywhere(.!isHard) {
            scratch.kickX.vector = Lanes.zero
            scratch.kickY.vector = Lanes.zero
            scratch.hard.vector = scattering.hard
            scratch.chi2.vector = scattering.chi2
            scratch.screening2.vector = scattering.screening2
            for lane in 0..<NavigationLanes.count where isHard[lane] {
                scatterHard(lane, after: before[lane], &scratch)
            }
            x += scratch.kickX.vector
            y += scratch.kickY.vector
        }
        deflect(scratch, x, y)
    }

    /// Records the passages through sensors, with the energy that Vavilov's fluctuation leaves in them.
    @inline(__always)
    private func record(
        _ scratch: inout TransportScratch, _ passage: Passage<Lanes>, _ slab: SlabValues<Lanes>
    ) {
        let count = Int(scratch.navigation.sensorCount[0])
        guard count > 0 else { return }
        // Idle lanes keep the values of any sensor.
        let sensor = SensorValues<Lanes>(
            cut: scratch.depositCut.vector, shellConstant: scratch.shellConstant.vector,
            shellSlope: scratch.shellSlope.vector)
        let shape = DepositShape<Lanes>(passage, slab, sensor)
        scratch.deposit.vector = shape.logKappa
        scratch.shellNoise.vector = Lanes.zero
        for i in 0..<count {
            let lane = Int(scratch.navigation.sensorLanes[i])
            // 24 bits of the uniform for the collisions, 20 for the shells.
            let scaled = scratch.fluctuation[lane] * 0x1p24
            let whole = Double(Int32(scaled))
            scratch.fluctuation[lane] = deposits.quantile(whole * 0x1p-24, logKappa: scratch.deposit[lane])
            let rest = UInt32(truncatingIfNeeded: Int32((scaled - whole) * 0x1p20))
            scratch.shellNoise[lane] = normals.number(rest &<< 12 | 1 << 11)
        }
        scratch.deposit.vector = shape.deposit(
            lambda: scratch.fluctuation.vector, normal: scratch.shellNoise.vector)
        scratch.pathLength.vector = passage.paths * scratch.thickness.vector
        for i in 0..<count {
            let lane = Int(scratch.navigation.sensorLanes[i])
            guard scratch.crosses[lane] != 0 else { continue }
            let momentum = scratch.momentum[lane]
            scratch.steps.append(
                StepRecord(
                    module: scratch.navigation.surface[lane], particle: scratch.particle[lane],
                    x: scratch.navigation.x[lane],
                    y: scratch.navigation.y[lane], z: scratch.navigation.z[lane], t: scratch.time[lane],
                    px: scratch.navigation.ux[lane] * momentum, py: scratch.navigation.uy[lane] * momentum,
                    pz: scratch.navigation.uz[lane] * momentum, u: scratch.navigation.u[lane],
                    v: scratch.navigation.v[lane],
                    pathLength: scratch.pathLength[lane], deposit: scratch.deposit[lane]))
        }
    }

    /// Turns the directions by two projected angles (rad, as tangents) and restores their unit length.
    @inline(__always)
    private func deflect(_ scratch: borrowing TransportScratch, _ first: Lanes, _ second: Lanes) {
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

    /// Takes energy away in the lanes that cross a slab; notes those that stop.
    @inline(__always)
    private func lose(_ scratch: borrowing TransportScratch, _ loss: Lanes, _ crosses: Choice) {
        let mass = scratch.mass.vector
        let energy = scratch.energy.vector - loss
        let momentum = ((energy - mass) * (energy + mass)).squareRoot()
        // Fails for what is not a number.
        let goesOn = mass + settings.stoppingKineticEnergy .< energy
        let loses = crosses .& goesOn
        scratch.isStopped.vector = Lanes(repeating: 1).replacing(with: Lanes.zero, where: goesOn .| .!crosses)
        scratch.lost.vector += Lanes.zero.replacing(with: loss, where: loses)
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
