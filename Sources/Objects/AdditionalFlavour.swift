// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Sorts events with top quarks into tt + b, tt + c and tt + light by the jets that no decay made, so that samples of
/// tt, of ttbb and of tt + parton can be used together without counting events twice.
///
/// The definition is of the kind that ATLAS uses for ttH(bb) (Phys. Rev. D 97 (2018) 072016), with limits of our own.
/// Jets are anti-kT jets with R = 0.4 of final particles without neutrinos and prompt leptons, of pT > 20 GeV and
/// |eta| < 2.5. An event is tt + b if a bottom hadron of pT > 5 GeV that is additional lies within 0.4 of such a jet,
/// else tt + c if a charm hadron does. A hadron is additional if it does not come from the decay of a top quark or of a
/// W, Z or Higgs boson, radiation of the decay's products included, and, for a charm hadron, from no bottom hadron;
/// what a top quark radiates before it decays is additional. Hidden charm and bottom does not count.
public struct AdditionalFlavour: ~Copyable, Sendable {
    public static let jets = JetFinder(radius: 0.4, minimumPT: 20, maximumAbsEta: 2.5)
    public static let minimumHadronPT = 5.0
    /// Records are followed up this many steps: a broken one ends.
    private static let longestLine = 200
    private var objects = ParticleObjects()

    public init() {}

    /// 5 for tt + b, 4 for tt + c, 0 for others; -1 without a top quark.
    ///
    /// - Precondition: hadrons have the parton at their end of the string as ancestor, as in our own records.
    public mutating func find(in event: borrowing GeneratedEvent) -> Int32 {
        guard Self.hasTop(event) else { return -1 }
        var candidate: Int32 = 0
        for i in 0..<event.particles.count { candidate = max(candidate, Self.flavour(i, event)) }
        guard candidate > 0 else { return 0 }
        // The leptons' limits do not matter: all prompt ones stay out of jets.
        objects.find(in: event, jetFinder: Self.jets, leptonPT: 0, leptonAbsEta: .infinity)
        var found: Int32 = 0
        for i in 0..<event.particles.count {
            let flavour = Self.flavour(i, event)
            guard flavour > found else { continue }
            let hadron = event.momentum(ofParticle: i)
            let (eta, phi) = (hadron.eta, hadron.phi)
            for j in objects.jets.indices where objects.jets[j].holds(eta: eta, phi: phi, radius: Self.jets.radius) {
                found = flavour
            }
        }
        return found
    }

    private static func hasTop(_ event: borrowing GeneratedEvent) -> Bool {
        for i in 0..<event.particles.count where abs(event.particles.pdgID[i]) == 6 {
            if event.isOfHardCollision(i) { return true }
        }
        return false
    }

    /// 5 or 4 for an additional hadron of that flavour with enough transverse momentum, else 0.
    private static func flavour(_ i: Int, _ event: borrowing GeneratedEvent) -> Int32 {
        let pdgID = event.particles.pdgID[i]
        let flavour = HadronContent.heaviestFlavour(pdgID)
        guard flavour == 4 || flavour == 5, !isHidden(pdgID), event.isOfHardCollision(i),
            event.momentum(ofParticle: i).pT > minimumHadronPT, isAdditional(i, flavour, event)
        else { return 0 }
        return flavour
    }

    /// A meson of a quark and its own antiquark.
    private static func isHidden(_ pdgID: Int32) -> Bool {
        let number = abs(pdgID)
        return number / 1000 % 10 == 0 && number / 100 % 10 == number / 10 % 10
    }

    private static func isAdditional(_ i: Int, _ flavour: Int32, _ event: borrowing GeneratedEvent) -> Bool {
        var current = i
        for _ in 0..<longestLine {
            let parent = Int(event.particles.parent[current])
            guard parent >= 0, parent < event.particles.count else { return true }
            let mother = abs(event.particles.pdgID[parent])
            if mother == 23 || mother == 24 || mother == 25 { return false }
            // The quark of a top quark's decay is recorded; what hangs on the top quark itself was radiated.
            let own = abs(event.particles.pdgID[current])
            if mother == 6 && own >= 1 && own <= 5 { return false }
            if flavour == 4 && HadronContent.heaviestFlavour(event.particles.pdgID[parent]) == 5 { return false }
            current = parent
        }
        return true
    }
}
