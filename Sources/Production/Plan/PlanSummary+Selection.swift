// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

extension Plan {
    /// The criteria of the selection for a person.
    var selectionLines: [(String, String)] {
        let number = { (value: Double) -> String in NumberText.write(value) }
        var parts: [String] = []
        func range(_ name: String, _ least: Int, _ most: Int) {
            guard least > 0 || most < Recipe.Selection.many else { return }
            parts.append(
                Self.rangeText(name, least > 0 ? "\(least)" : nil, most < Recipe.Selection.many ? "\(most)" : nil))
        }
        func range(_ name: String, _ least: Double, _ most: Double) {
            guard least > 0 || most < Recipe.Selection.high else { return }
            parts.append(
                Self.rangeText(
                    name, least > 0 ? number(least) : nil, most < Recipe.Selection.high ? number(most) : nil, "GeV"))
        }
        range("jets", select.minimumJets, select.maximumJets)
        range("b jets", select.minimumBottomJets, select.maximumBottomJets)
        range("leptons", select.minimumLeptons, select.maximumLeptons)
        if select.sameSignPair { parts.append("a same-sign pair") }
        range("HT", select.minimumScalarSum, select.maximumScalarSum)
        range("missing pT", select.minimumMissingPT, select.maximumMissingPT)
        range("leptonic W", select.minimumLeptonicW, select.maximumLeptonicW)
        if select.higgsDecay != Recipe.Process.anyDecay { parts.append("H to \(select.higgsDecay)") }
        for mass in select.masses {
            parts.append(
                "\(mass.need.rawValue) \(mass.objects.rawValue) of \(number(mass.minimum)) to \(number(mass.maximum)) GeV"
            )
        }
        return [
            ("selection", parts.joined(separator: "; ")),
            (
                "",
                "jets: pT > \(number(select.jetPT)) GeV, |eta| < \(number(select.jetAbsEta)), "
                    + "R \(number(select.jetRadius)); leptons: pT > \(number(select.leptonPT)) GeV, "
                    + "|eta| < \(number(select.leptonAbsEta))"
            ),
        ]
    }

    private static func rangeText(_ name: String, _ least: String?, _ most: String?, _ unit: String = "") -> String {
        let unit = unit.isEmpty ? "" : " " + unit
        switch (least, most) {
        case (let least?, let most?): return "\(name) \(least) to \(most)\(unit)"
        case (let least?, nil): return "\(name) at least \(least)\(unit)"
        case (nil, let most?): return "\(name) at most \(most)\(unit)"
        default: return name
        }
    }
}
