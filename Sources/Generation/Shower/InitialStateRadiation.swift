// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Gluons from the incoming partons, and the recoil of the hard system.
///
/// A parameterisation: emissions are independent, dN = C alpha_s(pT)/pi d ln pT² dy with C = 3 for gluons and 4/3 for
/// quarks, within |y - Y| < ln(M/pT) of the hard system, each accepted with the ratio of the parton densities at the
/// momentum fractions after and before it. The hard system keeps mass and rapidity and takes the recoil, with a Gaussian
/// primordial part. A backward shower takes this one's place behind the same call.
struct InitialStateRadiation: Sendable {
    private let card: FragmentationCard
    private let densities: PartonDensities
    private let energy: Double
    private let overestimate: Double

    init(card: FragmentationCard, densities: PartonDensities, energy: Double) {
        self.card = card
        self.densities = densities
        self.energy = energy
        overestimate = DipoleShower.alphaS(
            scale2: card.initialCutoff * card.initialCutoff, atZ: card.initialCoupling)
    }

    struct Emission: BitwiseCopyable {
        var logPT2: Double
        var y: Double
    }

    /// Adds gluons to an event that holds incoming partons and the particles of the hard process only.
    func radiate(in event: inout HardEvent, using stream: inout RandomStream, emissions: inout Column<Emission>) {
        var hard = FourVector.zero
        for i in 2..<event.partons.count { hard += event.partons[i].momentum }
        let mass = hard.mass
        let rapidity = hard.rapidity
        draw(&emissions, mass: mass, rapidity: rapidity, isGluon: event.partons[0].pdgID == 21, using: &stream)
        accept(&emissions, event, using: &stream)
        let (kx, ky) = stream.normalPair()
        let primordial = card.primordialKT / 2.0.squareRoot()
        var (recoilX, recoilY) = (primordial * kx, primordial * ky)
        let hardCount = event.partons.count
        sortOutwards(&emissions, rapidity)
        for i in emissions.indices {
            let pT = Elementary.exp(0.5 * emissions[i].logPT2)
            let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
            let growth = Elementary.exp(emissions[i].y)
            let momentum = FourVector(
                px: pT * cosine, py: pT * sine, pz: 0.5 * pT * (growth - 1 / growth),
                energy: 0.5 * pT * (growth + 1 / growth))
            recoilX -= momentum.px
            recoilY -= momentum.py
            attach(momentum, toBeam: emissions[i].y > rapidity ? 0 : 1, &event, using: &stream)
        }
        recoil(&event, hardCount, from: hard, mass: mass, rapidity: rapidity, recoilX, recoilY)
    }

    private func draw(
        _ emissions: inout Column<Emission>, mass: Double, rapidity: Double, isGluon: Bool,
        using stream: inout RandomStream
    ) {
        emissions.removeAll()
        let cutoff = card.initialCutoff
        let upper = card.initialMaximumScale * mass
        guard upper > cutoff else { return }
        let lowLog = 2 * Elementary.log(cutoff)
        let logSpan = 2 * Elementary.log(upper / cutoff)
        let ySpan = Elementary.log(mass / cutoff)
        let colour = isGluon ? 3.0 : 4.0 / 3
        let mean = colour * overestimate / PhysicalConstants.pi * logSpan * 2 * ySpan
        let count = min(stream.poisson(mean: mean), 500)
        for _ in 0..<count {
            let logPT2 = lowLog + logSpan * stream.uniform()
            let offset = ySpan * (2 * stream.uniform() - 1)
            let keep = stream.uniform()
            guard abs(offset) < Elementary.log(mass) - 0.5 * logPT2 else { continue }
            let alphaS = DipoleShower.alphaS(scale2: Elementary.exp(logPT2), atZ: card.initialCoupling)
            if keep * overestimate < alphaS {
                emissions.append(Emission(logPT2: logPT2, y: rapidity + offset))
            }
        }
        // Hardest first.
        sort(&emissions) { $0.logPT2 > $1.logPT2 }
    }

    /// Keeps emissions with the ratio of parton densities.
    private func accept(
        _ emissions: inout Column<Emission>, _ event: borrowing HardEvent, using stream: inout RandomStream
    ) {
        var x1 = 2 * event.partons[0].momentum.energy / energy
        var x2 = 2 * event.partons[1].momentum.energy / energy
        let (first, second) = (Int(event.partons[0].pdgID), Int(event.partons[1].pdgID))
        func luminosity(_ x1: Double, _ x2: Double) -> Double {
            let (a, b) = densities.values(x1: x1, x2: x2, scale: event.scale)
            return (first == 21 ? a.gluon : a[first]) * (second == 21 ? b.gluon : b[second])
        }
        var before = luminosity(x1, x2)
        var kept = 0
        for i in emissions.indices {
            let emission = emissions[i]
            let pT = Elementary.exp(0.5 * emission.logPT2)
            let growth = Elementary.exp(emission.y)
            let (newX1, newX2) = (x1 + pT * growth / energy, x2 + pT / growth / energy)
            let u = stream.uniform()
            // Room is left for the recoil, the remnants and the underlying event.
            guard newX1 < 0.8, newX2 < 0.8 else { continue }
            let after = luminosity(newX1, newX2)
            guard u * before < after else { continue }
            (x1, x2, before) = (newX1, newX2, after)
            emissions[kept] = emission
            kept += 1
        }
        emissions.truncate(to: kept)
    }

    private func sortOutwards(_ emissions: inout Column<Emission>, _ rapidity: Double) {
        sort(&emissions) { abs($0.y - rapidity) < abs($1.y - rapidity) }
    }

    /// Insertion sort: few elements, no allocation, stable.
    private func sort(_ emissions: inout Column<Emission>, _ precedes: (Emission, Emission) -> Bool) {
        guard emissions.count > 1 else { return }
        for i in 1..<emissions.count {
            let moving = emissions[i]
            var place = i
            while place > 0 && precedes(moving, emissions[place - 1]) {
                emissions[place] = emissions[place - 1]
                place -= 1
            }
            emissions[place] = moving
        }
    }

    /// Puts a gluon on a colour line next to the remnant of a beam.
    private func attach(
        _ momentum: FourVector, toBeam beam: Int, _ event: inout HardEvent, using stream: inout RandomStream
    ) {
        var gluon = Parton(pdgID: 21, state: .outgoing, mother: Int32(beam), momentum: momentum, mass: 0)
        let incoming = event.partons[beam]
        let line = event.newColour()
        let toss = stream.next() & 1 == 0
        if incoming.colour != 0 && (incoming.anticolour == 0 || toss) {
            gluon.anticolour = incoming.colour
            gluon.colour = line
            event.partons[beam].colour = line
        } else {
            gluon.colour = incoming.anticolour
            gluon.anticolour = line
            event.partons[beam].anticolour = line
        }
        event.partons.append(gluon)
    }

    private func recoil(
        _ event: inout HardEvent, _ hardCount: Int, from old: FourVector, mass: Double, rapidity: Double,
        _ recoilX: Double, _ recoilY: Double
    ) {
        let mT = (mass * mass + recoilX * recoilX + recoilY * recoilY).squareRoot()
        let growth = Elementary.exp(rapidity)
        let new = FourVector(
            px: recoilX, py: recoilY, pz: 0.5 * mT * (growth - 1 / growth), energy: 0.5 * mT * (growth + 1 / growth))
        for i in 2..<hardCount {
            event.partons[i].momentum = event.partons[i].momentum.boosted(into: old).boosted(from: new)
        }
    }
}
