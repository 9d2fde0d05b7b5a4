// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Cross-section of a process here and as published, for people and as JSON.
public struct CrossSectionReport: Sendable, Codable, Equatable {
    public struct Channel: Sendable, Codable, Equatable {
        public var name: String
        /// pb.
        public var crossSection: Double
        public var error: Double
        public var efficiency: Double
    }
    public var process: String
    /// GeV.
    public var energy: Double
    /// Leading order, pb.
    public var crossSection: Double
    public var error: Double
    /// Share of phase-space points that become events, and of amplitudes computed.
    public var efficiency: Double
    public var amplitudeEfficiency: Double
    public var gluonShare: Double
    public var kFactor: Double
    public var channels: [Channel]
    /// From an independent integration (see `SecondIntegration`), if it was asked for.
    public var secondCrossSection: Double?
    public var secondError: Double?
    public var publishedCrossSection: Double
    public var publishedEnergy: Double
    public var publishedSource: String
    /// With what the published cross-section was computed where the card differs; empty if nowhere.
    public var publishedSetup: String
    /// The cross-section here, with its K-factor, over the published one; nil unless both are defined alike.
    public var ratioToPublished: Double?

    /// How a cross-section is computed.
    public enum Setup: Sendable, Equatable {
        /// As the card says, at an energy in GeV; with one number in GeV for both scales if it is given.
        case card(energy: Double, fixedScale: Double? = nil)
        /// As the published cross-section was: its energy, cuts, scales, flavours and mass of the top quark.
        case published
    }

    /// Integrates the process, or takes what comes with the cards.
    ///
    /// - Parameters:
    ///   - densities: in place of the card's.
    ///   - second: integrates a second time.
    /// - Throws: a diagnostic for a process that no card describes, that cannot happen at this energy, or that is to be
    ///   compared with a published cross-section and has none; or for an unusable grid.
    public init(
        process name: String, setup: Setup, densities: DensityGridFiles? = nil, second: SecondIntegration? = nil,
        cards: GeneratorCards
    ) throws(Diagnostics) {
        var cards = try densities.map { files throws(Diagnostics) in try cards.with(files) } ?? cards
        let standard = try cards.processCard(name)
        let fixedScale: Double?
        switch setup {
        case .card(let value, let scale):
            (energy, fixedScale) = (value, scale)
        case .published:
            guard standard.publishedCrossSection > 0, standard.amplitude != .minimumBias else {
                throw Diagnostics([Self.nothingPublished(name)])
            }
            (energy, fixedScale) = (standard.publishedEnergy, nil)
            cards = cards.withPublishedSetup(of: name)
        }
        let card = try cards.processCard(name)
        var plan = GenerationPlan(numbers: [:])
        try plan.add(name, energy: energy, fixedScale: fixedScale, cards: cards)
        if let second, card.amplitude != .minimumBias {
            let found = try second.crossSection(of: name, energy: energy, fixedScale: fixedScale, cards: cards)
            (secondCrossSection, secondError) = (found.value, found.error)
        }
        let integral = plan.integral(of: name) ?? ProcessIntegral()
        process = name
        crossSection = integral.crossSection
        error = integral.error
        efficiency = integral.efficiency
        amplitudeEfficiency = integral.amplitudeEfficiency
        gluonShare = integral.gluonShare
        // It belongs to the card's scales and densities.
        kFactor = fixedScale == nil && densities == nil ? card.kFactor : 1
        channels = card.channels.enumerated().map { position, channel in
            let section = plan.numbers["\(name).\(position).crossSection"] ?? [0, 0]
            let maximum = plan.numbers["\(name).\(position).maximumWeight"]?.first ?? 0
            return Channel(
                name: channel.name, crossSection: section[0], error: section[1],
                efficiency: maximum > 0 ? section[0] / maximum : 0)
        }
        publishedCrossSection = card.publishedCrossSection
        publishedEnergy = card.publishedEnergy
        publishedSource = card.publishedSource
        publishedSetup = card.publishedSetup?.text ?? ""
        if setup == .published { ratioToPublished = crossSection * kFactor / publishedCrossSection }
    }

    private static func nothingPublished(_ process: String) -> Diagnostic {
        Diagnostic(
            code: "nothing-published", file: "processes.yaml",
            problem: "`\(process)` has no published cross-section that can be computed here",
            remedy: "leave out --as-published")
    }

    /// Lines for a terminal.
    public var text: String {
        let title = "\(process) at \(energy) GeV" + (ratioToPublished == nil ? "" : ", as published")
        guard !channels.isEmpty else {
            return ([title, "  no amplitude     the published cross-section is used"] + publishedLines)
                .joined(separator: "\n")
        }
        var lines = [
            title,
            "  leading order    \(Self.digits(crossSection)) +- \(Self.digits(error, 2)) pb",
            "  with K-factor    \(Self.digits(crossSection * kFactor)) pb (K = \(Self.digits(kFactor, 4)))",
        ]
        lines += publishedLines
        lines += [
            "  gg share         \(Self.digits(gluonShare, 3))",
            "  efficiency       \(Self.digits(efficiency, 3)) of the points become events, "
                + "\(Self.digits(amplitudeEfficiency, 3)) of the amplitudes computed",
        ]
        if let secondCrossSection, let secondError {
            lines.append(
                "  second method    \(Self.digits(secondCrossSection)) +- \(Self.digits(secondError, 2)) pb "
                    + "(VEGAS over transverse momenta and rapidities)")
        }
        lines += channels.map {
            "    \($0.name): \(Self.digits($0.crossSection)) +- \(Self.digits($0.error, 2)) pb, "
                + "efficiency \(Self.digits($0.efficiency, 3))"
        }
        return lines.joined(separator: "\n")
    }

    private var publishedLines: [String] {
        guard publishedCrossSection > 0 else { return ["  published        none in the card"] }
        var lines = [
            "  published        \(Self.digits(publishedCrossSection)) pb at \(publishedEnergy) GeV: \(publishedSource)"
        ]
        if let ratioToPublished {
            lines.append("  here / published \(Self.digits(ratioToPublished)) +- \(Self.digits(ratioError, 2))")
        }
        if !publishedSetup.isEmpty {
            let hint = ratioToPublished == nil ? " (`--as-published` computes it)" : ""
            lines.append("  its set-up       \(publishedSetup)\(hint)")
        }
        return lines
    }

    /// Statistical error of `ratioToPublished`.
    private var ratioError: Double { error * kFactor / publishedCrossSection }

    /// A number with so many significant digits.
    static func digits(_ value: Double, _ count: Int = 4) -> String {
        guard value != 0, value.isFinite else { return "\(value)" }
        var (scale, size) = (1.0, abs(value))
        var limit = 1.0
        for _ in 1..<count { limit *= 10 }
        while size * scale < limit && scale < 1e300 { scale *= 10 }
        if scale > 1 { return "\((value * scale).rounded() / scale)" }
        var unit = 1.0
        while size / unit >= 10 * limit { unit *= 10 }
        return "\((value / unit).rounded() * unit)"
    }
}
