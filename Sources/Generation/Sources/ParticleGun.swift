// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Shoots particles of given species and momenta from one vertex.
///
/// Every particle has its own random stream (stage `particleGun`, identity = its number from 1), so that the first
/// hundred particles are the same whether hundred or thousand are asked for.
struct ParticleGun: Sendable {
    let settings: GunSettings
    private let charges: [Bool]
    private let masses: [Double]

    /// - Throws: a diagnostic for a species the particle table lacks, or for a distribution that cannot be drawn from.
    init(_ settings: GunSettings) throws(Diagnostics) {
        var problems: [String] = []
        if settings.species.isEmpty { problems.append("a particle gun needs at least one species") }
        if !(1...Barcode.maximumPrimary).contains(settings.count) {
            problems.append("a particle gun shoots 1 to \(Barcode.maximumPrimary) particles, not \(settings.count)")
        }
        for number in settings.species where ParticleData.species(number) == nil {
            problems.append("the particle table has no species \(number)")
        }
        for distribution in [settings.momentum, settings.eta, settings.phi] {
            if let problem = distribution.problem { problems.append(problem) }
        }
        if let problem = settings.momentum.problemAsMomentum { problems.append(problem) }
        guard problems.isEmpty else {
            throw Diagnostics(problems.map { Diagnostic(code: "bad-gun", file: "recipe", problem: $0) })
        }
        self.settings = settings
        masses = settings.species.map { ParticleData.mass($0) ?? 0 }
        charges = settings.species.map { ParticleData.species($0)?.isSelfConjugate == false }
    }

    func generate(event number: UInt64, seed: UInt64, beamSpot: BeamSpot, into event: inout GeneratedEvent) {
        var place = RandomStream(seed: seed, event: number, stage: .beamSpot, identity: 1)
        let region =
            switch settings.vertex {
            case .beamSpot: beamSpot
            case .smeared(let spot): spot
            }
        let (x, y, z, t) = region.sample(using: &place)
        let vertex = event.vertices.append(x: x, y: y, z: z, t: t, kind: .gun, collision: 1)
        event.label = settings.label
        event.weights.append(1)
        for primary in 1...settings.count {
            var stream = RandomStream(seed: seed, event: number, stage: .particleGun, identity: UInt64(primary))
            shoot(primary, vertex: vertex, using: &stream, into: &event)
        }
    }

    private func shoot(
        _ primary: Int, vertex: Int, using stream: inout RandomStream, into event: inout GeneratedEvent
    ) {
        let choice = Int(stream.integer(below: UInt64(settings.species.count)))
        let flips = stream.next() & 1 == 1
        var pdgID = settings.species[choice]
        if settings.randomCharge && flips && charges[choice] { pdgID = -pdgID }
        let scale = positiveMomentum(using: &stream)
        let eta = settings.eta.sample(using: &stream)
        let phi = settings.phi.sample(using: &stream)
        let coshEta = Elementary.cosh(eta)
        let mass = masses[choice]
        let pT: Double
        switch settings.momentumKind {
        case .transverse: pT = scale
        case .total: pT = scale / coshEta
        case .energy: pT = max(scale * scale - mass * mass, 0).squareRoot() / coshEta
        }
        let (sine, cosine) = Elementary.sincos(phi)
        event.particles.append(
            pdgID: pdgID, status: .final, parent: -1, vertex: vertex, px: pT * cosine, py: pT * sine,
            pz: pT * Elementary.sinh(eta), mass: mass, barcode: Barcode(vertex: 1, primary: primary))
    }
}

extension ParticleGun {
    /// A normal distribution is drawn again below zero; after a thousand tries its mean is taken.
    private func positiveMomentum(using stream: inout RandomStream) -> Double {
        for _ in 0..<1000 {
            let value = settings.momentum.sample(using: &stream)
            if value > 0 { return value }
        }
        if case .normal(let mean, _) = settings.momentum { return mean }
        return 1
    }
}

extension GunDistribution {
    /// Why nothing can be drawn from this distribution, or nil.
    var problem: String? {
        switch self {
        case .fixed(let value): return value.isFinite ? nil : "a fixed value must be finite"
        case .uniform(let range):
            return range.lowerBound.isFinite && range.upperBound.isFinite ? nil : "a range must be finite"
        case .logUniform(let range):
            let fits = range.lowerBound > 0 && range.upperBound.isFinite
            return fits ? nil : "a log-uniform range must be positive and finite"
        case .normal(let mean, let sigma):
            return mean.isFinite && sigma.isFinite && sigma >= 0 ? nil : "a normal needs a finite mean and sigma >= 0"
        }
    }

    /// Why this is no distribution of momenta, or nil; the tail of a normal distribution below zero is never used.
    var problemAsMomentum: String? {
        let lowest =
            switch self {
            case .fixed(let value): value
            case .uniform(let range), .logUniform(let range): range.lowerBound
            case .normal(let mean, _): mean
            }
        return lowest > 0 ? nil : "momenta must be positive"
    }
}
