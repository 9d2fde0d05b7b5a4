// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import Testing

struct MaterialBudgetTests {
    /// Straight tracks through ACTS's Generic detector (pyacts 48.1.0), X/X0.
    static let reference: [(eta: Double, radiationLengths: Double)] = [
        (0, 0.237), (1.1, 0.370), (1.7, 0.514), (2.5, 0.471), (3.5, 0.172),
    ]

    @Test(arguments: reference)
    func trackMLHasTheMaterialOfTheReference(eta: Double, radiationLengths: Double) throws {
        let scan = MaterialScan(try GeometrySupport.tracker("trackml"))
        for side in [-eta, eta] {
            let found = scan.profile(eta: (side - 0.05)...(side + 0.05), bins: 1, lines: 2000).total[0]
            print("X0", side, found.radiationLengths, found.radiationLengths / radiationLengths)
            #expect(abs(found.radiationLengths / radiationLengths - 1) < 0.03)
        }
    }

    @Test func breakdownAtEtaZero() throws {
        let scan = MaterialScan(try GeometrySupport.tracker("trackml"))
        let profile = scan.profile(eta: -0.05...0.05, bins: 1, lines: 2000)
        for (name, b) in zip(profile.components, profile.budgets) { print(name, b[0].radiationLengths) }
    }
}
