// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A particle on its way through the tracker.
struct Flight: ~Copyable {
    var helix: Helix
    /// GeV/c, and its inverse.
    var momentum: Double
    var inverseMomentum: Double
    let mass: Double
    let inverseMass: Double
    /// Units of e.
    let charge: Double
    let isElectron: Bool
    /// ns.
    var time: Double
    var stream: BufferedStream
    var energy: Double
    /// ln βγ, kept up to date.
    var logBetaGamma: Double
    /// mm, and rad turned about the field.
    var path = 0.0
    var turned = 0.0

    init(
        helix: Helix, momentum: Double, mass: Double, charge: Double, isElectron: Bool, time: Double,
        stream: consuming BufferedStream
    ) {
        self.helix = helix
        self.momentum = momentum
        inverseMomentum = 1 / momentum
        self.mass = mass
        inverseMass = 1 / mass
        self.charge = charge
        self.isElectron = isElectron
        self.time = time
        self.stream = stream
        energy = (momentum * momentum + mass * mass).squareRoot()
        logBetaGamma = Elementary.log(momentum / mass)
    }

    /// Moves along the helix to a crossing.
    @inline(__always)
    mutating func advance(to crossing: Crossing) {
        let step = crossing.path
        helix = crossing.point
        path += step
        turned += abs(helix.curvature) * step
        time += step * energy * inverseMomentum * (1 / PhysicalConstants.speedOfLight)
    }

    /// The kinematics for the material models, for a path given as a multiple of the slab's thickness.
    @inline(__always)
    func passage(paths: Double) -> Passage {
        Passage(
            energy: energy, inverseMomentum: inverseMomentum, mass: mass, inverseMass: inverseMass,
            charge2: charge * charge, isElectron: isElectron, logBetaGamma: logBetaGamma, paths: paths)
    }

    /// Turns the direction by two projected angles (rad, as tangents) and restores its unit length.
    @inline(__always)
    mutating func deflect(_ first: Double, _ second: Double) {
        let n = Vector3(helix.ux, helix.uy, helix.uz)
        // Two axes across n without a root (Duff et al., J. Comput. Graph. Tech. 6 (2017) 1, listing 3).
        let sign = n.z >= 0 ? 1.0 : -1.0
        let a = -1 / (sign + n.z)
        let b = n.x * n.y * a
        let x = n.x + first * (1 + sign * n.x * n.x * a) + second * b
        let y = n.y + first * (sign * b) + second * (sign + n.y * n.y * a)
        let z = n.z - first * (sign * n.x) - second * n.y
        let tangent2 = first * first + second * second
        // 1/√(1 + t²): the series where its fourth term vanishes.
        let scale =
            tangent2 < 1e-4
            ? 1 - tangent2 * (0.5 - tangent2 * (0.375 - tangent2 * 0.3125)) : 1 / (1 + tangent2).squareRoot()
        helix.ux = x * scale
        helix.uy = y * scale
        helix.uz = z * scale
    }

    /// Takes energy away; false if the particle stops.
    @inline(__always)
    mutating func lose(_ loss: Double, stoppingMomentum: Double) -> Bool {
        let newEnergy = energy - loss
        guard newEnergy > mass else { return false }
        let newMomentum = ((newEnergy - mass) * (newEnergy + mass)).squareRoot()
        guard newMomentum > stoppingMomentum else { return false }
        inverseMomentum = 1 / newMomentum
        let ratio = momentum * inverseMomentum
        helix.curvature *= ratio
        let excess = ratio - 1
        // ln(p'/p) = −ln(1 + excess): the series where its fifth term vanishes.
        logBetaGamma -=
            excess < 1e-3 ? excess * (1 - excess * (0.5 - excess * (1 / 3.0 - 0.25 * excess))) : Elementary.log(ratio)
        energy = newEnergy
        momentum = newMomentum
        return true
    }
}

extension TrackerTransport {
    /// Follows one particle to its end.
    func fly(_ flight: inout Flight, particle: Int32, into steps: inout StepColumns) -> ParticleFate {
        let navigator = index.navigator
        let maximumTurned = settings.maximumTurns * PhysicalConstants.twoPi
        var cursor = navigator.cursor(at: flight.helix)
        for _ in 0..<settings.maximumCrossings {
            let crossing = navigator.next(flight.helix, limit: settings.maximumPath - flight.path, cursor: &cursor)
            flight.advance(to: crossing)
            if crossing.surface == Crossing.nothing || flight.turned > maximumTurned { return .looperLimit }
            if crossing.surface == Crossing.leaves { return .leftDetector }
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
        let module = surfaces.planes.pointer + Int(crossing.surface)
        let slab = surfaces.sensors.pointer[Int(module.pointee.layer)]
        let h = flight.helix
        let w = module.pointee.w
        let cosine = abs(w.x * h.ux + w.y * h.uy + w.z * h.uz)
        // A grazing path ends at the module's edge.
        let longest = 2 * (module.pointee.halfV + module.pointee.halfU)
        let length = min(slab.thickness * (1 / max(cosine, 1e-12)), longest)
        let passage = flight.passage(paths: length * slab.inverseThickness)
        let (probable, xi) = Ionisation.mostProbableLoss(passage, slab)
        let fluctuation = landau.quantile(flight.stream.uniform()) - LandauDistribution.mode
        let deposit = min(max(probable + xi * fluctuation, 0), flight.energy - flight.mass)
        steps.append(
            module: crossing.surface, particle: particle, helix: h, time: flight.time, momentum: flight.momentum,
            u: crossing.u, v: crossing.v, pathLength: length, deposit: deposit)
        return interact(&flight, passage, slab)
    }

    /// Applies the material of a passive surface.
    @inline(__always)
    private func crossPassive(_ crossing: Crossing, _ flight: inout Flight) -> Bool {
        let position = Int(crossing.surface - moduleCount)
        let slab = surfaces.passive.pointer[position]
        let h = flight.helix
        // Twenty thicknesses bound the path along a thin shell, which leaves it through its curvature.
        var paths = 1 / max(abs(h.uz), 0.05)
        if surfaces.isCylinder.pointer[position] {
            let radius = (h.x * h.x + h.y * h.y).squareRoot()
            paths = radius / max(abs(h.x * h.ux + h.y * h.uy), 0.05 * radius)
        }
        return interact(&flight, flight.passage(paths: paths), slab)
    }

    /// Energy loss and scattering in a slab; false if the particle stopped in it.
    @inline(__always)
    private func interact(_ flight: inout Flight, _ passage: Passage, _ slab: SlabConstants) -> Bool {
        if settings.scattering {
            let angle = MultipleScattering.projectedAngle(passage, slab)
            let first = angle * flight.stream.normal()
            flight.deflect(first, angle * flight.stream.normal())
        }
        guard settings.energyLoss else { return true }
        return flight.lose(Ionisation.meanLoss(passage, slab), stoppingMomentum: settings.stoppingMomentum)
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
