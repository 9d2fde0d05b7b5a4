// SPDX-License-Identifier: GPL-3.0-or-later
import CFastJet
import EventModel

/// A jet of particles.
public struct Jet: Sendable, BitwiseCopyable, Equatable {
    /// Sum of the constituents' momenta, in the order of the record.
    public var momentum: FourVector
    /// Transverse momentum, GeV, and pseudorapidity.
    public var pT: Double
    public var eta: Double
    public var phi: Double
    public var constituents: Int32
    /// A bottom hadron lies within the jet's radius.
    public var isBottom = false

    /// Whether a direction lies within a distance in eta and phi, sqrt(deta² + dphi²), of the jet.
    func holds(eta: Double, phi: Double, radius: Double) -> Bool {
        let deltaEta = self.eta - eta
        var deltaPhi = abs(self.phi - phi)
        if deltaPhi > 0.5 * PhysicalConstants.twoPi { deltaPhi = PhysicalConstants.twoPi - deltaPhi }
        return deltaEta * deltaEta + deltaPhi * deltaPhi < radius * radius
    }
}

/// Anti-kT jets (Cacciari, Salam, Soyez, JHEP 04 (2008) 063).
///
/// FastJet says which particles belong together; momenta are summed and angles computed here. A near-tie of two
/// distances could be decided differently where the C library's functions differ in their last bit: that remains.
public struct JetFinder: Sendable, Equatable {
    public var radius: Double
    /// GeV.
    public var minimumPT: Double
    public var maximumAbsEta: Double

    /// - Parameter radius: 0.1...2.
    public init(radius: Double = 0.4, minimumPT: Double = 25, maximumAbsEta: Double = 2.5) {
        self.radius = radius
        self.minimumPT = minimumPT
        self.maximumAbsEta = maximumAbsEta
    }

    /// Memory of one worker.
    public struct Scratch: ~Copyable, Sendable {
        var px = Column<Double>(capacity: 1024)
        var py = Column<Double>(capacity: 1024)
        var pz = Column<Double>(capacity: 1024)
        var energy = Column<Double>(capacity: 1024)
        var jetOfParticle = Column<Int32>(capacity: 1024)
        public init() {}

        public mutating func removeAll() {
            px.removeAll()
            py.removeAll()
            pz.removeAll()
            energy.removeAll()
            jetOfParticle.removeAll()
        }

        /// A particle to be clustered.
        public mutating func append(_ particle: FourVector) {
            px.append(particle.px)
            py.append(particle.py)
            pz.append(particle.pz)
            energy.append(particle.energy)
        }
    }

    /// Fills `jets` with those of the scratch's particles, by falling transverse momentum; of equal ones the jet of the
    /// earlier particle comes first.
    ///
    /// - Returns: whether the particles could be clustered; false only if their momenta are no momenta.
    public func find(_ scratch: inout Scratch, into jets: inout Column<Jet>) -> Bool {
        jets.removeAll()
        scratch.jetOfParticle.removeAll()
        scratch.jetOfParticle.append(repeating: -1, count: scratch.px.count)
        // A little below: the cut is on our sum.
        let count = cluster(&scratch, above: minimumPT * (1 - 1e-6))
        guard count >= 0 else { return false }
        let none = Jet(momentum: .zero, pT: 0, eta: 0, phi: 0, constituents: 0)
        jets.append(repeating: none, count: count)
        for i in scratch.jetOfParticle.indices where scratch.jetOfParticle[i] >= 0 {
            let jet = Int(scratch.jetOfParticle[i])
            jets[jet].momentum += FourVector(
                px: scratch.px[i], py: scratch.py[i], pz: scratch.pz[i], energy: scratch.energy[i])
            jets[jet].constituents += 1
        }
        select(&jets)
        return true
    }

    private func cluster(_ scratch: inout Scratch, above minimum: Double) -> Int {
        let count = Int32(scratch.px.count)
        return scratch.jetOfParticle.withUnsafeMutableBuffer { jets in
            scratch.px.withUnsafeBuffer { px in
                scratch.py.withUnsafeBuffer { py in
                    scratch.pz.withUnsafeBuffer { pz in
                        scratch.energy.withUnsafeBuffer { energy in
                            Int(
                                eidolon_anti_kt(
                                    px.baseAddress, py.baseAddress, pz.baseAddress, energy.baseAddress, count, radius,
                                    minimum, jets.baseAddress))
                        }
                    }
                }
            }
        }
    }

    /// Keeps the jets within the limits, and sorts them by insertion: there are few.
    private func select(_ jets: inout Column<Jet>) {
        var kept = 0
        for i in jets.indices {
            var jet = jets[i]
            jet.pT = jet.momentum.pT
            jet.eta = jet.momentum.eta
            jet.phi = jet.momentum.phi
            guard jet.pT >= minimumPT, abs(jet.eta) < maximumAbsEta else { continue }
            var place = kept
            while place > 0 && jets[place - 1].pT < jet.pT {
                jets[place] = jets[place - 1]
                place -= 1
            }
            jets[place] = jet
            kept += 1
        }
        jets.truncate(to: kept)
    }
}
