// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Detector
import EventModel
import Simulation

/// A tracker of square barrels: each layer four flat modules, facing +x, +y, -x, -y.
enum FakeDetector {
    static let radii: [Double] = [30, 70, 110, 170, 260, 360, 500, 660, 820, 1000]
    static let halfLength = 3000.0
    static let thickness = 0.3

    static func tracker(firstVolume: Int32 = 7) -> Tracker {
        let silicon = Material(
            name: "silicon", density: 2.329, radiationLength: 93.7, interactionLength: 465.2, atomicNumber: 14,
            atomicMass: 28.0855, ratioZA: 0.49848, meanExcitationEnergy: 173e-9, plasmaEnergy: 31.05e-9,
            densityEffect: .init(x0: 0.2015, x1: 2.8716, a: 0.14921, m: 3.2546, cBar: 4.4355, delta0: 0.14))
        let sensor = Sensor(
            slab: MaterialSlab(material: 0, thickness: thickness), pitchU: 0.05, pitchV: 0.1,
            measurement: .quantised, resolutionU: 0, resolutionV: 0, resolutionTime: 0.03)
        var layers: [Layer] = []
        var modules: [Module] = []
        for (l, r) in radii.enumerated() {
            let volume = firstVolume + Int32(l / 4)
            for face in 0..<4 {
                let (c, s): (Double, Double) = [(1, 0), (0, 1), (-1, 0), (0, -1)][face]
                modules.append(
                    Module(
                        volumeID: volume, layerID: Int32(2 * (l % 4) + 2), moduleID: Int32(face + 1),
                        layer: Int32(l), center: Vector3(r * c, r * s, 0), u: Vector3(-s, c, 0), v: Vector3(0, 0, 1),
                        w: Vector3(c, s, 0), halfUMinimum: 1.01 * r, halfUMaximum: 1.01 * r, halfV: halfLength))
            }
            layers.append(
                Layer(
                    name: "barrel \(l)", shape: .barrel, volumeID: volume, layerID: Int32(2 * (l % 4) + 2),
                    modules: 4 * l..<4 * l + 4, radius: r...1.5 * r, z: -halfLength...halfLength, sensor: sensor))
        }
        return Tracker(
            name: "squares", materials: [silicon], layers: layers, modules: modules, passive: [], field: .uniform(2),
            boundaryRadius: 1500, boundaryHalfLength: 3100)
    }
}

/// The records of one made-up event: straight tracks through the fake detector with everything a file can hold:
/// hard-process partons, decays, neutral particles, pile-up, secondaries, failures, noise and shared hits.
struct FakeEvent: ~Copyable {
    var generated = GeneratedEvent()
    var transported = TransportedEvent()
    var readOut = ReadOutEvent()
    var labelled = LabelledEvent()
    var weights = TrackMLWeights()
    var scratch = TrackMLWeights.Scratch()
    var key = Column<Double>()
    var pT = Column<Double>()
    private var state: UInt64 = 0

    /// The charges that the fake species have, in thirds.
    static let charge3: @Sendable (Int32) -> Int32? = { id in
        switch id {
        case 211, -13, -11: 3
        case -211, 13, 11: -3
        case 6: 2
        case -6: -2
        case 22, 111, 25: 0
        default: nil
        }
    }

    /// A number in 0..<1 of a small generator of its own.
    private mutating func draw() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53
    }

    /// Makes event `number`; event numbers divisible by 7 are unusable input and empty.
    mutating func make(_ number: UInt64, tracker: Tracker, weightCount: Int = 2, tracks: Int = 30) {
        generated.removeAll()
        transported.removeAll()
        readOut.removeAll()
        labelled.removeAll()
        state = number &* 0x9E37_79B9_7F4A_7C15 &+ 12345
        generated.eventNumber = number
        generated.processIndex = Int(number % 3)
        generated.label = Int(number % 3) == 2 ? 1 : 0
        for i in 0..<weightCount { generated.weights.append(0.1 * Double(i + 1) + 0.01 * draw()) }
        generated.pileUpMean = 3
        generated.trials = Int(1 + number % 4)
        generated.additionalFlavour = [-1, 0, 4, 5][Int(number % 4)]
        readOut.cellOffsets.append(0)
        readOut.sourceOffsets.append(0)
        if number % 7 == 0 {
            generated.flags = [.badInput]
            return
        }
        makeParticles(tracks: tracks)
        for i in 0..<generated.particles.count where generated.particles.status[i] == 1 { fly(i, tracker) }
        makeSecondary(tracker)
        makeNoise(tracker)
        label()
    }

    private mutating func makeParticles(tracks: Int) {
        let primary = generated.vertices.append(
            x: 0.01 * draw(), y: 0.01 * draw(), z: 50 * (draw() - 0.5), t: 0.2 * draw(), kind: .hardCollision,
            collision: 1)
        // A photon that thresholds drop stands first, so that rows move.
        _ = generated.particles.append(
            pdgID: 22, status: .final, parent: -1, vertex: primary, px: 0.1, py: 0, pz: 0, mass: 0,
            barcode: Barcode(vertex: 1, primary: 60_000))
        let top = generated.particles.append(
            pdgID: 6, status: .hard, parent: -1, vertex: primary, px: 20 * draw(), py: 1, pz: -4, mass: 172.5,
            barcode: Barcode(vertex: 1, primary: 1))
        let decay = generated.vertices.append(
            x: generated.vertices.x[0], y: generated.vertices.y[0], z: generated.vertices.z[0] + 0.5,
            t: generated.vertices.t[0], kind: .decay, collision: 1, incoming: top)
        generated.pileUpCount = 2
        for collision in 2...3 {
            _ = generated.vertices.append(
                x: 0, y: 0, z: 100 * (draw() - 0.5), t: 0, kind: .pileUpCollision, collision: collision)
        }
        let species: [(id: Int32, mass: Double)] = [(211, 0.13957), (-211, 0.13957), (13, 0.10566), (22, 0)]
        for i in 0..<tracks {
            let (id, mass) = species[i % 4]
            let phi = 6.28 * draw()
            let pT = 0.1 + 4 * draw() * draw()
            let isPileUp = i % 3 == 2
            _ = generated.particles.append(
                pdgID: id, status: .final, parent: isPileUp ? -1 : top, vertex: isPileUp ? 2 + i % 2 : decay,
                px: pT * Elementary.cos(phi), py: pT * Elementary.sin(phi), pz: pT * 2 * (draw() - 0.5), mass: mass,
                barcode: Barcode(vertex: isPileUp ? 2 + i % 2 : 1, primary: i + 2))
        }
        transported.fate.append(repeating: ParticleFate.notTransported.rawValue, count: generated.particles.count)
    }

    /// A straight track through all layers; the last particle fails in the third.
    private mutating func fly(_ particle: Int, _ tracker: Tracker) {
        let p = generated.particles.pdgID[particle]
        if p == 22 { return }
        let fails = particle == generated.particles.count - 2
        step(
            particle, from: Int(generated.particles.vertex[particle]),
            momentum: (
                generated.particles.px[particle], generated.particles.py[particle], generated.particles.pz[particle]
            ), layers: fails ? 0..<3 : 0..<FakeDetector.radii.count, tracker)
        transported.fate[particle] = (fails ? ParticleFate.failed : .leftDetector).rawValue
        if fails {
            transported.failedParticle.append(Int32(particle))
            transported.failureReason.append(TransportFailure.tooManySteps.rawValue)
            generated.flags.insert(.transportFailure)
        }
    }

    private mutating func step(
        _ particle: Int, from vertex: Int, momentum p: (Double, Double, Double), layers: Range<Int>, _ tracker: Tracker
    ) {
        let first = generated.vertices.count
        let (x0, y0, z0) =
            vertex < first
            ? (generated.vertices.x[vertex], generated.vertices.y[vertex], generated.vertices.z[vertex])
            : (
                transported.vertices.x[vertex - first], transported.vertices.y[vertex - first],
                transported.vertices.z[vertex - first]
            )
        let face = abs(p.0) >= abs(p.1) ? (p.0 > 0 ? 0 : 2) : (p.1 > 0 ? 1 : 3)
        for l in layers {
            let m = 4 * l + face
            let module = tracker.modules[m]
            let along = p.0 * module.w.x + p.1 * module.w.y
            let offset = FakeDetector.radii[l] - x0 * module.w.x - y0 * module.w.y
            let length = offset / along
            let place = Vector3(x0 + length * p.0, y0 + length * p.1, z0 + length * p.2)
            let local = place - module.center
            let (u, v) = (local.dot(module.u), local.dot(module.v))
            guard length > 0, module.contains(u: u, v: v) else { continue }
            transported.steps.module.append(Int32(m))
            transported.steps.particle.append(Int32(particle))
            transported.steps.x.append(place.x)
            transported.steps.y.append(place.y)
            transported.steps.z.append(place.z)
            transported.steps.t.append(length / 100)
            transported.steps.px.append(p.0)
            transported.steps.py.append(p.1)
            transported.steps.pz.append(p.2)
            transported.steps.u.append(u)
            transported.steps.v.append(v)
            transported.steps.pathLength.append(FakeDetector.thickness)
            transported.steps.deposit.append(1e-4 * (0.5 + draw()))
            measure(Int32(m), u: u, v: v, time: length / 100, tracker)
            addCells()
            // Every fifth hit has a second, smaller source: the particle of an earlier step.
            let step = transported.steps.count - 1
            readOut.sourceStep.append(Int32(step))
            readOut.sourceFraction.append(step % 5 == 4 ? 0.6 : 1)
            if step % 5 == 4 {
                readOut.sourceStep.append(Int32(step - 4))
                readOut.sourceFraction.append(0.25)
                readOut.sourceStep.append(Int32(step))
                readOut.sourceFraction.append(0.15)
            }
            readOut.sourceOffsets.append(Int64(readOut.sourceStep.count))
            labelled.hitParticle.append(Int32(particle))
            labelled.hitStep.append(Int32(step))
        }
    }

    private mutating func measure(_ m: Int32, u: Double, v: Double, time: Double, _ tracker: Tracker) {
        let module = tracker.modules[Int(m)]
        let measuredU = (u / 0.05).rounded(.down) * 0.05 + 0.025
        let measuredV = (v / 0.1).rounded(.down) * 0.1 + 0.05
        let place = module.center + measuredU * module.u + measuredV * module.v
        readOut.hits.append(
            module: Int(m), place: (place.x, place.y, place.z), time: time, u: measuredU, v: measuredV,
            varianceU: 0.05 * 0.05 / 12, varianceV: 0.1 * 0.1 / 12, energy: 1e-4, sizeU: 1 + readOut.hits.count % 3,
            sizeV: 1)
    }

    private mutating func addCells() {
        for cell in 0..<1 + readOut.hits.count % 3 {
            readOut.channel0.append(Int32(100 + cell))
            readOut.channel1.append(Int32(readOut.hits.count))
            readOut.cellEnergy.append(1e-4 / Double(1 + readOut.hits.count % 3))
            readOut.cellCounts.append(Int32(7 + cell))
        }
        readOut.cellOffsets.append(Int64(readOut.channel0.count))
    }

    /// A delta ray from the second hit of the first track.
    private mutating func makeSecondary(_ tracker: Tracker) {
        let place = 1
        let mother = transported.steps.particle[place]
        let vertex = transported.vertices.append(
            x: transported.steps.x[place], y: transported.steps.y[place], z: transported.steps.z[place],
            t: transported.steps.t[place], kind: .deltaRay, collision: 1, incoming: Int(mother))
        let primary = Barcode(rawValue: generated.particles.barcode[Int(mother)])
        let particle =
            generated.particles.count
            + transported.secondaries.append(
                pdgID: 11, status: .secondary, parent: Int(mother), vertex: vertex + generated.vertices.count,
                px: 0.2, py: 0.1, pz: 0.05, mass: 0.000511,
                barcode: Barcode(
                    vertex: primary.vertex, primary: primary.primary, generation: 1, secondary: 1, process: 9))
        transported.fate.append(ParticleFate.stopped.rawValue)
        step(particle, from: vertex + generated.vertices.count, momentum: (0.2, 0.1, 0.05), layers: 2..<5, tracker)
    }

    private mutating func makeNoise(_ tracker: Tracker) {
        for _ in 0..<3 {
            measure(Int32(40 * draw()), u: 10 * draw(), v: 10 * draw(), time: 5 * draw(), tracker)
            addCells()
            readOut.sourceOffsets.append(Int64(readOut.sourceStep.count))
            labelled.hitParticle.append(-1)
            labelled.hitStep.append(-1)
        }
    }

    private mutating func label() {
        let first = generated.particles.count
        let total = first + transported.secondaries.count
        labelled.hitCount.append(repeating: 0, count: total)
        pT.removeAll()
        for i in 0..<total {
            let (px, py) =
                i < first
                ? (generated.particles.px[i], generated.particles.py[i])
                : (transported.secondaries.px[i - first], transported.secondaries.py[i - first])
            pT.append((px * px + py * py).squareRoot())
        }
        key.removeAll()
        for i in 0..<labelled.hitParticle.count {
            let particle = Int(labelled.hitParticle[i])
            if particle < 0 {
                key.append(0)
                continue
            }
            labelled.hitCount[particle] += 1
            let vertex = Int(
                particle < first
                    ? generated.particles.vertex[particle] : transported.secondaries.vertex[particle - first])
            let z =
                vertex < generated.vertices.count
                ? generated.vertices.z[vertex] : transported.vertices.z[vertex - generated.vertices.count]
            key.append(abs(transported.steps.z[Int(labelled.hitStep[i])] - z))
        }
        weights.fill(
            hitParticle: labelled.hitParticle, hitKey: key, particlePT: pT, scratch: &scratch,
            into: &labelled.hitWeight)
    }
}
