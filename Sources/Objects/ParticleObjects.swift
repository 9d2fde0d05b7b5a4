// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A prompt electron or muon.
public struct Lepton: Sendable, BitwiseCopyable, Equatable {
    /// 11 or 13 for negative ones, -11 or -13 for positive ones.
    public var pdgID: Int32
    public var momentum: FourVector
    public var pT: Double
}

/// What a generated event holds for an analysis at particle level: jets, prompt leptons, missing transverse momentum,
/// and how its W and Higgs bosons decay. Only the hard collision counts; pile-up does not.
///
/// Prompt leptons come from W, Z or Higgs bosons or top quarks, directly, by way of a tau, or by way of a lepton of
/// their own kind that radiated. Jets are of final particles with |eta| < 6 without neutrinos and prompt leptons; a jet
/// is a b jet if a bottom hadron of pT > 5 GeV lies within its radius.
public struct ParticleObjects: ~Copyable, Sendable {
    public internal(set) var jets = Column<Jet>(capacity: 32)
    public internal(set) var leptons = Column<Lepton>(capacity: 8)
    /// Sum of the neutrinos' momenta across the beam, GeV.
    public internal(set) var missingX = 0.0
    public internal(set) var missingY = 0.0
    /// Scalar sum of the jets' transverse momenta, GeV.
    public internal(set) var scalarSum = 0.0
    /// W bosons that decay to leptons, taus included.
    public internal(set) var leptonicW = 0
    /// Decay of the first Higgs boson; nil if there is none, or it decays to something else.
    public internal(set) var higgsDecay: HiggsDecay?
    /// False if the particles could not be clustered.
    public internal(set) var isUsable = true
    private var scratch = JetFinder.Scratch()

    public static let clusteringAbsEta = 6.0
    public static let minimumBottomPT = 5.0

    public init() {}

    public var missingPT: Double { (missingX * missingX + missingY * missingY).squareRoot() }
    public var bottomJetCount: Int {
        var count = 0
        for i in jets.indices where jets[i].isBottom { count += 1 }
        return count
    }

    /// Finds the objects of an event; what was there before is forgotten.
    public mutating func find(
        in event: borrowing GeneratedEvent, jetFinder: JetFinder, leptonPT: Double, leptonAbsEta: Double
    ) {
        clear()
        let limit = Elementary.sinh(Self.clusteringAbsEta)
        for i in 0..<event.particles.count where event.isOfHardCollision(i) {
            let pdgID = event.particles.pdgID[i]
            noteBosons(i, pdgID, event)
            guard event.particles.status[i] == ParticleStatus.final.rawValue else { continue }
            let momentum = event.momentum(ofParticle: i)
            switch abs(pdgID) {
            case 12, 14, 16:
                missingX += momentum.px
                missingY += momentum.py
                continue
            case 11, 13:
                guard event.isPrompt(i) else { break }
                let pT = momentum.pT
                if pT >= leptonPT, abs(momentum.eta) < leptonAbsEta {
                    insert(Lepton(pdgID: pdgID, momentum: momentum, pT: pT))
                }
                continue
            default: break
            }
            if abs(momentum.pz) < limit * momentum.pT { scratch.append(momentum) }
        }
        isUsable = jetFinder.find(&scratch, into: &jets)
        for i in jets.indices { scalarSum += jets[i].pT }
        markBottom(event, radius: jetFinder.radius)
    }

    private mutating func clear() {
        jets.removeAll()
        leptons.removeAll()
        scratch.removeAll()
        (missingX, missingY, scalarSum) = (0, 0, 0)
        leptonicW = 0
        higgsDecay = nil
        isUsable = true
    }

    /// By falling transverse momentum.
    private mutating func insert(_ lepton: Lepton) {
        var place = leptons.count
        leptons.append(lepton)
        while place > 0 && leptons[place - 1].pT < lepton.pT {
            leptons[place] = leptons[place - 1]
            place -= 1
        }
        leptons[place] = lepton
    }

    /// Decays are told by the daughters: a leptonic W has one neutrino as its own.
    private mutating func noteBosons(_ i: Int, _ pdgID: Int32, _ event: borrowing GeneratedEvent) {
        let parent = Int(event.particles.parent[i])
        guard parent >= 0 else { return }
        let mother = abs(event.particles.pdgID[parent])
        let own = abs(pdgID)
        if mother == 24, own == 12 || own == 14 || own == 16 { leptonicW += 1 }
        if mother == 25, own != 25, higgsDecay == nil { higgsDecay = HiggsDecay(daughter: own, parent: parent, event) }
    }

    private mutating func markBottom(_ event: borrowing GeneratedEvent, radius: Double) {
        guard jets.count > 0 else { return }
        for i in 0..<event.particles.count where event.isOfHardCollision(i) {
            guard HadronContent.heaviestFlavour(event.particles.pdgID[i]) == 5 else { continue }
            let hadron = event.momentum(ofParticle: i)
            guard hadron.pT > Self.minimumBottomPT else { continue }
            let (eta, phi) = (hadron.eta, hadron.phi)
            for j in jets.indices where jets[j].holds(eta: eta, phi: phi, radius: radius) { jets[j].isBottom = true }
        }
    }
}

/// What a Higgs boson decays to.
@frozen
public enum HiggsDecay: String, Sendable, CaseIterable, BitwiseCopyable {
    case bb, WW, gg, tautau, cc, ZZ, gammagamma, Zgamma, mumu

    /// From the PDG number of a daughter, without sign; photons and Z bosons ask for the other one too.
    init?(daughter: Int32, parent: Int, _ event: borrowing GeneratedEvent) {
        switch daughter {
        case 5: self = .bb
        case 24: self = .WW
        case 21: self = .gg
        case 15: self = .tautau
        case 4: self = .cc
        case 13: self = .mumu
        case 22, 23:
            var (photons, bosons) = (0, 0)
            for i in 0..<event.particles.count where event.particles.parent[i] == Int32(parent) {
                if event.particles.pdgID[i] == 22 { photons += 1 }
                if event.particles.pdgID[i] == 23 { bosons += 1 }
            }
            self = bosons == 0 ? .gammagamma : photons > 0 && bosons == 1 ? .Zgamma : .ZZ
        default: return nil
        }
    }
}

extension GeneratedEvent {
    /// Whether a particle belongs to the hard collision, the gun or the file rather than to pile-up.
    @inline(__always)
    borrowing func isOfHardCollision(_ i: Int) -> Bool {
        let vertex = Int(particles.vertex[i])
        return vertex < 0 || vertices.collision[vertex] <= 1
    }

    @inline(__always)
    borrowing func momentum(ofParticle i: Int) -> FourVector {
        FourVector(px: particles.px[i], py: particles.py[i], pz: particles.pz[i], mass: particles.mass[i])
    }

    /// Whether a charged lepton descends from a boson or a top quark by way of leptons alone.
    borrowing func isPrompt(_ i: Int) -> Bool {
        var parent = Int(particles.parent[i])
        // Every step goes up the record; a broken one ends.
        for _ in 0..<100 {
            guard parent >= 0, parent < particles.count else { return false }
            switch abs(particles.pdgID[parent]) {
            case 6, 23, 24, 25: return true
            case 11, 13, 15: parent = Int(particles.parent[parent])
            default: return false
            }
        }
        return false
    }
}
