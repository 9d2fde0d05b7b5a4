// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A particle on its way through the tracker.
struct Flight: ~Copyable {
    var helix: Helix
    /// GeV/c.
    var momentum: Double
    let mass: Double
    /// Units of e.
    let charge: Double
    let isElectron: Bool
    /// ns.
    var time: Double
    var stream: RandomStream
    var energy: Double
    /// mm, and rad turned about the field.
    var path = 0.0
    var turned = 0.0

    init(
        helix: Helix, momentum: Double, mass: Double, charge: Double, isElectron: Bool, time: Double,
        stream: consuming RandomStream
    ) {
        self.helix = helix
        self.momentum = momentum
        self.mass = mass
        self.charge = charge
        self.isElectron = isElectron
        self.time = time
        self.stream = stream
        energy = (momentum * momentum + mass * mass).squareRoot()
    }

    /// Moves along the helix.
    @inline(__always)
    mutating func advance(by step: Double) {
        helix = helix.advanced(by: step)
        path += step
        turned += abs(helix.curvature) * step
        time += step * energy / (momentum * PhysicalConstants.speedOfLight)
    }

    /// Turns the direction by two small angles (rad) about axes across it, and restores its unit length.
    @inline(__always)
    mutating func deflect(_ first: Double, _ second: Double) {
        let ux = helix.ux
        let uy = helix.uy
        let uz = helix.uz
        let transverse2 = ux * ux + uy * uy
        // First axis across z and u; along a beam direction any axis does.
        let transverse = transverse2.squareRoot()
        let ex = transverse > 1e-9 ? -uy / transverse : 1
        let ey = transverse > 1e-9 ? ux / transverse : 0
        // Second axis u × e.
        let fx = -uz * ey
        let fy = uz * ex
        let fz = ux * ey - uy * ex
        let x = ux + first * ex + second * fx
        let y = uy + first * ey + second * fy
        let z = uz + second * fz
        let scale = 1 / (x * x + y * y + z * z).squareRoot()
        helix.ux = x * scale
        helix.uy = y * scale
        helix.uz = z * scale
    }
}

extension TrackerTransport {
    /// Follows one particle to its end.
    func fly(_ flight: inout Flight, particle: Int32, into steps: inout StepColumns) -> ParticleFate {
        let navigator = index.navigator
        let maximumTurned = settings.maximumTurns * PhysicalConstants.twoPi
        for _ in 0..<settings.maximumCrossings {
            let byTurns = (maximumTurned - flight.turned) / abs(flight.helix.curvature)
            let limit = min(settings.maximumPath - flight.path, byTurns)
            let crossing = navigator.next(flight.helix, limit: limit)
            if crossing.surface < 0 {
                return crossing.surface == Crossing.leaves ? .leftDetector : .looperLimit
            }
            flight.advance(by: crossing.path)
            let isAlive =
                crossing.surface < moduleCount
                ? crossSensor(crossing, &flight, particle, &steps) : crossPassive(crossing, &flight)
            if !isAlive { return .stopped }
        }
        return .failed
    }

    /// Records the passage through a module and applies its material.
    @inline(__always)
    private func crossSensor(
        _ crossing: Crossing, _ flight: inout Flight, _ particle: Int32, _ steps: inout StepColumns
    ) -> Bool {
        let module = surfaces.modules.pointer + Int(crossing.surface)
        let slab = surfaces.sensors.pointer[Int(module.pointee.layer)]
        let h = flight.helix
        let w = module.pointee.w
        let cosine = abs(w.x * h.ux + w.y * h.uy + w.z * h.uz)
        // A grazing path ends at the module's edge.
        let longest = 2 * (module.pointee.halfV + max(module.pointee.halfUMinimum, module.pointee.halfUMaximum))
        let length = min(slab.thickness / max(cosine, 1e-12), longest)
        let paths = length / slab.thickness
        let passage = Passage(
            momentum: flight.momentum, energy: flight.energy, mass: flight.mass,
            charge2: flight.charge * flight.charge, isElectron: flight.isElectron)
        let kinetic = flight.energy - flight.mass
        let (probable, xi) = Ionisation.mostProbableLoss(passage, slab, paths: paths)
        let fluctuation = LandauDistribution.draw(&flight.stream) - LandauDistribution.mode
        let deposit = min(max(probable + xi * fluctuation, 0), kinetic)
        steps.append(
            module: crossing.surface, particle: particle, helix: h, time: flight.time, momentum: flight.momentum,
            u: crossing.u, v: crossing.v, pathLength: length, deposit: deposit)
        return interact(&flight, passage, slab, paths: paths)
    }

    /// Applies the material of a passive surface.
    @inline(__always)
    private func crossPassive(_ crossing: Crossing, _ flight: inout Flight) -> Bool {
        let position = Int(crossing.surface - moduleCount)
        let slab = surfaces.passive.pointer[position]
        let h = flight.helix
        var cosine = abs(h.uz)
        if surfaces.isCylinder.pointer[position] {
            cosine = abs(h.x * h.ux + h.y * h.uy) / (h.x * h.x + h.y * h.y).squareRoot()
        }
        // A path along a thin shell leaves it through its curvature; 20 thicknesses bound the approximation.
        let paths = 1 / max(cosine, 0.05)
        let passage = Passage(
            momentum: flight.momentum, energy: flight.energy, mass: flight.mass,
            charge2: flight.charge * flight.charge, isElectron: flight.isElectron)
        return interact(&flight, passage, slab, paths: paths)
    }

    /// Energy loss and scattering in a slab; false if the particle stopped in it.
    @inline(__always)
    private func interact(
        _ flight: inout Flight, _ passage: Passage, _ slab: SlabConstants, paths: Double
    ) -> Bool {
        if settings.scattering {
            let angle = MultipleScattering.projectedAngle(passage, radiationLengths: slab.radiationLengths * paths)
            let (first, second) = flight.stream.normalPair()
            flight.deflect(angle * first, angle * second)
        }
        if settings.energyLoss {
            let energy = flight.energy - Ionisation.meanLoss(passage, slab, paths: paths)
            guard energy > flight.mass else { return false }
            let momentum2 = energy * energy - flight.mass * flight.mass
            let momentum = momentum2.squareRoot()
            guard momentum > settings.stoppingMomentum else { return false }
            flight.helix.curvature *= flight.momentum / momentum
            flight.energy = energy
            flight.momentum = momentum
        }
        return true
    }
}

extension StepColumns {
    @inline(__always)
    mutating func append(
        module: Int32, particle: Int32, helix: Helix, time: Double, momentum: Double, u: Double, v: Double,
        pathLength: Double, deposit: Double
    ) {
        self.module.append(module)
        self.particle.append(particle)
        x.append(helix.x)
        y.append(helix.y)
        z.append(helix.z)
        t.append(time)
        px.append(helix.ux * momentum)
        py.append(helix.uy * momentum)
        pz.append(helix.uz * momentum)
        self.u.append(u)
        self.v.append(v)
        self.pathLength.append(pathLength)
        self.deposit.append(deposit)
    }
}
