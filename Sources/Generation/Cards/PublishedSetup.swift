// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// With what a published cross-section was computed where that is not what the card says.
///
/// Only a cross-section of the same definition can be compared: cuts, scales, partons of the proton and masses.
public struct PublishedSetup: Sendable, Equatable {
    /// Cuts on massless partons.
    public var cuts: PartonCuts?
    /// Both scales, GeV.
    public var fixedScale: Double?
    public var lightFlavours: Int?
    /// Mass of top quarks on their mass shell, GeV; nil for those of the card, off their mass shell.
    public var topMass: Double?

    init(_ section: Section) {
        cuts = section.has("cuts") ? PartonCuts(section.group("cuts")) : nil
        fixedScale = section.optionalNumber("fixed_scale", in: 1...1e5)
        lightFlavours = section.optionalInteger("light_flavours", in: 3...5)
        topMass = section.optionalNumber("top_mass", in: 10...1000)
        section.finish()
    }

    /// In words.
    public var text: String {
        var parts: [String] = []
        if let cuts { parts.append("partons of pT above \(cuts.minimumPT) GeV and |eta| below \(cuts.maximumEta)") }
        if let fixedScale { parts.append("scales of \(fixedScale) GeV") }
        if let lightFlavours { parts.append("\(lightFlavours) flavours") }
        if let topMass { parts.append("top quarks of \(topMass) GeV on their mass shell") }
        return parts.joined(separator: ", ")
    }
}

extension PartonCuts {
    init(_ section: Section) {
        minimumPT = section.number("pT", in: 1...1e5)
        maximumEta = section.number("eta", in: 0.1...10)
        section.finish()
    }
}

extension ProcessListCard {
    /// The list with one process as its published cross-section was computed.
    mutating func takePublishedSetup(of name: String) {
        guard let position = processes.firstIndex(where: { $0.name == name }),
            let setup = processes[position].publishedSetup
        else { return }
        if let cuts = setup.cuts { processes[position].cuts = cuts }
        if let flavours = setup.lightFlavours { processes[position].lightFlavours = flavours }
        processes[position].fixScales(setup.fixedScale)
        processes[position].kFactor = 1
        if let topMass = setup.topMass { top = Resonance(mass: topMass, width: 0, window: 1) }
    }
}
