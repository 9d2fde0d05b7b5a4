// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

extension Plan {
    /// The plan for a person, one topic per line; `generate --dry-run` prints it.
    public func summary() -> String {
        var lines: [(String, String)] = [("dataset", settings.name)]
        if !settings.description.isEmpty { lines.append(("", settings.description)) }
        lines.append(("events", eventsText + ", run \(run)"))
        if isSelected { lines += selectionLines }
        lines.append(("seed", "\(seed)"))
        lines.append(("detector", settings.detector))
        if !settings.conditions.isEmpty { lines.append(("conditions", "\(settings.conditions), run \(run)")) }
        lines += sourceLines
        lines.append(("pile-up", pileUpText))
        if usesBeamSpot { lines.append(("beam spot", Self.text(beamSpot))) }
        if collisions.crossingAngle != 0 {
            let angle = NumberText.write(collisions.crossingAngle)
            let azimuth = NumberText.write(collisions.crossingAzimuth)
            lines.append(("crossing", "\(angle) mrad, beams lean towards phi = \(azimuth)"))
        }
        lines.append(("transport", transportText))
        lines.append(("stored", keepText))
        lines.append(("output", output.compression == .none ? "HDF5, contiguous columns" : "HDF5, deflate"))
        lines.append(("splits", splitsText))
        lines.append(("licence", settings.license))
        for input in inputs {
            lines.append(("input", "\(input.name), \(input.byteCount) bytes, SHA-256 \(input.sha256)"))
        }
        if !tables.isEmpty { lines.append(("tables", tablesText)) }
        lines.append(("plan", hash))
        return lines.map { Self.padded($0.0) + $0.1 + "\n" }.joined()
    }

    private var eventsText: String {
        switch wantedEvents {
        case nil where isSelected:
            return "those that pass of attempts \(firstEvent) to \(firstEvent + events - 1)"
        case nil: return "\(events) (numbers \(firstEvent) to \(firstEvent + events - 1))"
        case let wanted?:
            return "\(wanted) that pass, from attempt \(firstEvent), in at most \(eventNumbers.count) attempts"
        }
    }

    /// `ttH, tt: 1,234 numbers`; a table's name begins with what it is for.
    private var tablesText: String {
        var subjects: [Substring] = []
        for table in tables {
            let subject = table.name.prefix { $0 != "." }
            if subjects.last != subject { subjects.append(subject) }
        }
        let count = tables.reduce(0) { $0 + $1.values.count }
        return "\(count) numbers worked out while planning, for \(subjects.joined(separator: ", "))"
    }

    private static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 11 - name.count))
    }

    private var sourceLines: [(String, String)] {
        switch source {
        case .collisions(let processes):
            return [("source", "proton-proton collisions at \(NumberText.write(collisions.sqrtS)) TeV")]
                + processes.map { process in
                    let decay = process.higgsDecay == Recipe.Process.anyDecay ? "" : ", H to \(process.higgsDecay)"
                    return (
                        "",
                        "\(Self.percent(process.fraction)) \(process.process)\(decay) as `\(process.name)`, "
                            + "label \(process.label)"
                    )
                }
        case .gun(let gun):
            let species = gun.species.map(ParticleData.name).joined(separator: ", ")
            let both = gun.charge == .both ? " and antiparticles" : ""
            return [
                ("source", "particle gun: \(gun.particles) of \(species)\(both) per event, label \(gun.label)"),
                (
                    "",
                    "\(gun.momentumKind.rawValue) \(Self.text(gun.momentum)), eta \(Self.text(gun.eta)), "
                        + "phi \(Self.text(gun.phi))"
                ),
                ("", gun.vertex == .beamSpot ? "from the beam spot" : "from \(Self.vertexText(gun.vertex))"),
            ]
        case .file(let file):
            let name = file.chargedAs.first.map(ParticleData.name) ?? ""
            return [
                (
                    "source",
                    "\(file.files.count) \(file.files.count == 1 ? "file" : "files") of \(file.format.rawValue), "
                        + "charged particles as \(name), label \(file.label)"
                )
            ]
        }
    }

    private var usesBeamSpot: Bool {
        if pileUp.mean > 0 { return true }
        switch source {
        case .collisions: return true
        case .gun(let gun): return gun.vertex == .beamSpot
        case .file: return false
        }
    }

    private var pileUpText: String {
        guard pileUp.mean > 0 else { return "none" }
        let limit = pileUp.maximumAbsEta.map { ", particles with |eta| < \(NumberText.write($0))" } ?? ""
        return "Poisson, mean \(NumberText.write(pileUp.mean))\(limit)"
    }

    private var transportText: String {
        var text =
            "pT > \(NumberText.write(simulation.minimumPT)) GeV, |eta| < \(NumberText.write(simulation.maximumAbsEta))"
        text +=
            ", at most \(NumberText.write(simulation.maximumTurns)) turns and \(NumberText.write(simulation.maximumPath)) mm"
        if !simulation.scattering { text += ", no scattering" }
        if simulation.scattering && simulation.scatteringModel == .highland { text += ", Highland's scattering" }
        if !simulation.energyLoss { text += ", no energy loss" }
        if !simulation.hadronic { text += ", no nuclear interactions" }
        if !simulation.decays { text += ", no decays in flight" }
        if !simulation.bremsstrahlung { text += ", no bremsstrahlung" }
        if !simulation.conversions { text += ", no conversions" }
        text += "; secondaries above \(NumberText.write(simulation.secondaryKineticEnergy)) GeV"
        return text
    }

    private var keepText: String {
        var limits = keep.neutral ? "" : " that are charged"
        limits += keep.minimumPT > 0 ? " with pT > \(NumberText.write(keep.minimumPT)) GeV" : ""
        limits += keep.maximumAbsEta.map { " with |eta| < \(NumberText.write($0))" } ?? ""
        let text = limits.isEmpty ? "all particles" : "particles with hits and their ancestors, others\(limits)"
        let tables = [("vertices", keep.vertices), ("cells", keep.cells), ("hit particles", keep.hitParticles)]
        return text + "; " + (["hits"] + tables.filter(\.1).map(\.0)).joined(separator: ", ")
    }

    private var splitsText: String {
        let sum = splits.train + splits.validation + splits.test
        return [("train", splits.train), ("validation", splits.validation), ("test", splits.test)]
            .filter { $0.1 > 0 }.map { "\($0.0) \(Self.percent($0.1 / sum))" }.joined(separator: ", ")
    }

    // MARK: Pieces

    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    private static func text(_ distribution: Recipe.Distribution) -> String {
        switch distribution {
        case .fixed(let value): return NumberText.write(value)
        case .uniform(let range), .logUniform(let range):
            return "\(distribution.kind.rawValue) \(NumberText.write(range.lowerBound)) to "
                + NumberText.write(range.upperBound)
        case .normal(let mean, let sigma): return "normal \(NumberText.write(mean)) +- \(NumberText.write(sigma))"
        }
    }

    private static func vertexText(_ vertex: Recipe.Gun.Vertex) -> String {
        guard case .smeared(let spot) = vertex, spot != .origin else { return "the origin" }
        return text(spot)
    }

    private static func text(_ spot: Recipe.BeamSpot) -> String {
        func list(_ values: [Double]) -> String { values.map(NumberText.write).joined(separator: ", ") }
        var text =
            "(\(list(spot.position))) mm, \(NumberText.write(spot.time)) ns; "
            + "sigma (\(list(spot.sigma))) mm, \(NumberText.write(spot.sigmaTime)) ns"
        if spot.tilt != [0, 0] { text += "; tilt (\(list(spot.tilt))) mrad" }
        if spot.correlationZT != 0 { text += "; z-t correlation \(NumberText.write(spot.correlationZT))" }
        return text
    }
}
