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

    /// Integrates the process, or takes what comes with the cards.
    ///
    /// - Parameters:
    ///   - fixedScale: in GeV, in place of the card's scales; the maps that come with the cards then only start it.
    ///   - second: integrates a second time.
    /// - Throws: a diagnostic for a process that no card describes or that cannot happen at this energy.
    public init(
        process name: String, energy: Double, fixedScale: Double? = nil, second: SecondIntegration? = nil,
        cards: GeneratorCards
    ) throws(Diagnostics) {
        var plan = GenerationPlan(numbers: [:])
        try plan.add(name, energy: energy, fixedScale: fixedScale, cards: cards)
        let card = try cards.processCard(name)
        if let second, card.amplitude != .minimumBias {
            let found = try second.crossSection(of: name, energy: energy, fixedScale: fixedScale, cards: cards)
            (secondCrossSection, secondError) = (found.value, found.error)
        }
        let integral = plan.integral(of: name) ?? ProcessIntegral()
        process = name
        self.energy = energy
        crossSection = integral.crossSection
        error = integral.error
        efficiency = integral.efficiency
        amplitudeEfficiency = integral.amplitudeEfficiency
        gluonShare = integral.gluonShare
        // It belongs to the card's scales.
        kFactor = fixedScale == nil ? card.kFactor : 1
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
    }

    /// Lines for a terminal.
    public var text: String {
        var lines = [
            "\(process) at \(energy) GeV",
            "  leading order    \(Self.digits(crossSection)) +- \(Self.digits(error, 2)) pb",
            "  with K-factor    \(Self.digits(crossSection * kFactor)) pb (K = \(Self.digits(kFactor, 3)))",
            publishedCrossSection > 0
                ? "  published        \(Self.digits(publishedCrossSection)) pb at \(publishedEnergy) GeV: \(publishedSource)"
                : "  published        none in the card",
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

    /// A number with so many significant digits.
    static func digits(_ value: Double, _ count: Int = 4) -> String {
        guard value != 0, value.isFinite else { return "\(value)" }
        var (scale, size) = (1.0, abs(value))
        var limit = 1.0
        for _ in 1..<count { limit *= 10 }
        while size * scale < limit && scale < 1e15 { scale *= 10 }
        guard scale > 1 else { return "\(value.rounded())" }
        return "\((value * scale).rounded() / scale)"
    }
}
