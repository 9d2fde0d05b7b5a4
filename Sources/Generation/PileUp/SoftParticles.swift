// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A particle on its way into a record.
struct SoftParticle: BitwiseCopyable {
    var pdgID: Int32
    var px, py, pz, mass: Double

    var energy: Double { (px * px + py * py + pz * pz + mass * mass).squareRoot() }
    var transverseMass: Double { (px * px + py * py + mass * mass).squareRoot() }
}

/// Draws single soft particles: species, rapidity, transverse momentum, direction.
///
/// Signs are drawn so that charge and baryon number stay balanced: a particle has the sign that brings the running
/// sum towards its goal, and a random one when the sum is there. After the last particle the sums are closed exactly.
struct SoftParticleSource: Sendable {
    enum RapidityRegion: Int { case central = 0, fragments = 1, everywhere = 2, underlying = 3 }

    private struct Entry: BitwiseCopyable {
        var pdgID: Int32
        var mass: Double
        var charge: Int32
        var baryon: Int32
        var selfConjugate: Bool
    }
    private let entries: ConstantTable<Entry>
    /// Walker's table of aliases (ACM Trans. Math. Softw. 3 (1977) 253): share kept, and the other species.
    private let keep: ConstantTable<Double>
    private let alias: ConstantTable<Int32>
    /// Rapidities of the four regions, then the transverse momenta of the species.
    private let shapes: InverseDistributions
    let maximumRapidity: Double
    /// Stable particles per particle drawn: a neutral pion becomes two photons.
    let stablePerDraw: Double

    init(card: MinimumBiasCard, centreOfMassEnergy: Double) {
        entries = ConstantTable(
            card.species.map { line in
                let species = ParticleData.species(line.pdgID)
                return Entry(
                    pdgID: line.pdgID, mass: species?.mass ?? 0, charge: (ParticleData.charge3(line.pdgID) ?? 0) / 3,
                    baryon: HadronContent.baryonNumber3(line.pdgID) / 3,
                    selfConjugate: species?.isSelfConjugate ?? true || line.pdgID == 130 || line.pdgID == 310)
            })
        let total = card.species.reduce(0) { $0 + $1.share }
        let pions = card.species.filter { $0.pdgID == 111 }.reduce(0) { $0 + $1.share }
        stablePerDraw = total > 0 ? 1 + pions / total : 1
        (keep, alias) = Self.aliases(card.species.map(\.share))
        let shift = Elementary.log(centreOfMassEnergy / card.referenceEnergy)
        let plateau = max(card.plateau + shift, 0.5)
        let limit = Elementary.log(centreOfMassEnergy / 0.4)
        maximumRapidity = limit
        let shape = { (y: Double) -> Double in
            max(1 + card.curvature * y * y, 0) / (1 + Elementary.exp((y - plateau) / card.plateauWidth))
        }
        let share = { (y: Double) -> Double in
            1 / (1 + Elementary.exp(-(y - card.fragmentStart - shift) / card.fragmentWidth))
        }
        let rapidities = [
            InverseDistributions.table(upper: limit) { shape($0) * (1 - share($0)) },
            InverseDistributions.table(upper: limit) { shape($0) * share($0) },
            InverseDistributions.table(upper: limit, density: shape),
            InverseDistributions.table(upper: limit) { y in
                1 / (1 + Elementary.exp((y - card.underlyingPlateau - shift) / card.underlyingWidth))
            },
        ]
        shapes = InverseDistributions(rapidities + card.species.map(Self.spectrum))
    }

    /// One particle of a random species. `ledger` keeps the sums of charge and baryon number.
    func draw(
        region: RapidityRegion, transverseScale: Double, ledger: inout SoftLedger, using stream: inout RandomStream
    ) -> SoftParticle {
        let bits = stream.next()
        let index = speciesIndex(bits)
        let entry = entries[index]
        // Low bits of the same word, apart from those that chose the species.
        let pdgID = signed(entry, toss: bits & 1 == 1, ledger: &ledger)
        let pT = transverseScale * shapes.value(4 + index, stream.uniform())
        let place = 2 * stream.uniform() - 1
        let magnitude = shapes.value(region.rawValue, abs(place))
        return particle(
            pdgID: pdgID, mass: entry.mass, pT: pT, y: place < 0 ? -magnitude : magnitude, using: &stream)
    }

    /// One particle of a random species at a rapidity given by the caller.
    @inline(__always)
    func draw(
        rapidity: Double, transverseScale: Double, ledger: inout SoftLedger, using stream: inout RandomStream
    ) -> SoftParticle {
        let bits = stream.next()
        let index = speciesIndex(bits)
        let entry = entries[index]
        let pdgID = signed(entry, toss: bits & 1 == 1, ledger: &ledger)
        let pT = transverseScale * shapes.value(4 + index, stream.uniform())
        return particle(pdgID: pdgID, mass: entry.mass, pT: pT, y: rapidity, using: &stream)
    }

    /// The species of a fragment of a jet, and its mass in GeV.
    @inline(__always)
    func drawSpecies(ledger: inout SoftLedger, using stream: inout RandomStream) -> (pdgID: Int32, mass: Double) {
        let bits = stream.next()
        let entry = entries[speciesIndex(bits)]
        return (signed(entry, toss: bits & 1 == 1, ledger: &ledger), entry.mass)
    }

    /// A rapidity of the region.
    @inline(__always)
    func rapidity(_ region: RapidityRegion, using stream: inout RandomStream) -> Double {
        let place = 2 * stream.uniform() - 1
        let magnitude = shapes.value(region.rawValue, abs(place))
        return place < 0 ? -magnitude : magnitude
    }

    /// A particle of given species with the spectrum of pions, at a random central rapidity; it closes a ledger.
    func drawCloser(
        _ pdgID: Int32, transverseScale: Double, using stream: inout RandomStream
    ) -> SoftParticle {
        let pT = transverseScale * shapes.value(4, stream.uniform())
        let place = 2 * stream.uniform() - 1
        let magnitude = shapes.value(0, abs(place))
        return particle(
            pdgID: pdgID, mass: ParticleData.mass(pdgID) ?? 0, pT: pT, y: place < 0 ? -magnitude : magnitude,
            using: &stream)
    }

    /// Tsallis: dN/dpT ~ pT (1 + (mT - m) / (n T))^(-n), up to 15 GeV: beyond are jets.
    private static func spectrum(_ line: MinimumBiasCard.Species) -> [Double] {
        let mass = ParticleData.mass(line.pdgID) ?? 0
        return InverseDistributions.table(upper: 15) { pT in
            let kinetic = (pT * pT + mass * mass).squareRoot() - mass
            return pT * Elementary.pow(1 + kinetic / (line.exponent * line.temperature), -line.exponent)
        }
    }

    @inline(__always)
    private func signed(_ entry: Entry, toss: Bool, ledger: inout SoftLedger) -> Int32 {
        if entry.selfConjugate { return entry.pdgID }
        return ledger.sign(charge: entry.charge, baryon: entry.baryon, toss: toss) * entry.pdgID
    }

    @inline(__always)
    private func speciesIndex(_ bits: UInt64) -> Int {
        let scaled = Double(bits >> 11) * 0x1p-53 * Double(keep.count)
        let bin = min(Int(scaled), keep.count - 1)
        return scaled - Double(bin) < keep[bin] ? bin : Int(alias[bin])
    }

    @inline(__always)
    private func particle(
        pdgID: Int32, mass: Double, pT: Double, y: Double, using stream: inout RandomStream
    ) -> SoftParticle {
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let growth = Elementary.exp(y)
        let transverseMass = (pT * pT + mass * mass).squareRoot()
        return SoftParticle(
            pdgID: pdgID, px: pT * cosine, py: pT * sine, pz: 0.5 * transverseMass * (growth - 1 / growth), mass: mass)
    }

    private static func aliases(_ shares: [Double]) -> (ConstantTable<Double>, ConstantTable<Int32>) {
        let count = shares.count
        let total = shares.reduce(0, +)
        var scaled = shares.map { total > 0 ? $0 * Double(count) / total : 1 }
        var keep = [Double](repeating: 1, count: count)
        var alias = (0..<count).map(Int32.init)
        var small = (0..<count).filter { scaled[$0] < 1 }
        var large = (0..<count).filter { scaled[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            keep[low] = scaled[low]
            alias[low] = Int32(high)
            scaled[high] -= 1 - scaled[low]
            if scaled[high] < 1 {
                large.removeLast()
                small.append(high)
            }
        }
        return (ConstantTable(keep), ConstantTable(alias))
    }
}

/// Running sums of charge and baryon number against their goals.
struct SoftLedger: BitwiseCopyable {
    /// What is still missing to the goal.
    var missingCharge: Int32 = 0
    var missingBaryon: Int32 = 0

    /// The sign of a particle whose positive number has this charge and baryon number; books it.
    @inline(__always)
    mutating func sign(charge: Int32, baryon: Int32, toss: Bool) -> Int32 {
        var sign: Int32 = toss ? 1 : -1
        if baryon != 0 {
            if missingBaryon != 0 { sign = (missingBaryon > 0) == (baryon > 0) ? 1 : -1 }
        } else if charge != 0, missingCharge != 0 {
            sign = (missingCharge > 0) == (charge > 0) ? 1 : -1
        }
        missingCharge -= sign * charge
        missingBaryon -= sign * baryon
        return sign
    }

    /// The next particle that brings the sums to their goals; books it. Nil when they are there.
    mutating func nextCloser() -> Int32? {
        if missingBaryon != 0 {
            let sign: Int32 = missingBaryon > 0 ? 1 : -1
            // A proton where it also helps the charge, else a neutron.
            let helps = missingCharge * sign > 0
            missingBaryon -= sign
            if helps { missingCharge -= sign }
            return sign * (helps ? 2212 : 2112)
        }
        guard missingCharge != 0 else { return nil }
        let sign: Int32 = missingCharge > 0 ? 1 : -1
        missingCharge -= sign
        return sign * 211
    }
}
