// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

@Suite("Parton densities") struct PartonDensityTests {
    private static let folder = fixtures + "/densities"
    private static let member = folder + "/eidolon-lo_0000.dat"
    private let partons = [21, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5]

    private func embedded() throws -> PartonDensities { PartonDensities(card: try standardCards().partonDensities) }

    private func table(_ name: String) throws -> [[Double]] {
        let text = try TextFile.read(path: Self.folder + "/" + name, limit: 1 << 20)
        return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    }

    /// NNPDF2.3 QCD+QED LO, alpha_s(M_Z) = 0.130, from the program that Pythia 8.318 embeds (its set 13).
    @Test("the closed form stays within its stated errors of the set it is fitted to") func fittedTable() throws {
        let densities = try embedded()
        let card = try standardCards().partonDensities
        let order = [21, 1, 2, 3, 4, 5, -1, -2]
        var squares = [Double](repeating: 0, count: 8)
        let rows = try table("nnpdf23lo-points.csv").filter { $0[0] < 0.4 }
        for row in rows {
            let values = densities.values(x: row[0], scale: row[1])
            for flavour in 0..<8 {
                let error = values[order[flavour]] / row[flavour + 2] - 1
                #expect(abs(error) <= card.flavours[flavour].largestError + 1e-4)
                squares[flavour] += error * error
            }
        }
        #expect(rows.count > 60)
        for flavour in 0..<8 {
            let rms = (squares[flavour] / Double(rows.count)).squareRoot()
            #expect(rms < 1.3 * card.flavours[flavour].rmsError + 1e-4, "\(PartonDensityCard.names[flavour]) \(rms)")
        }
        #expect(card.flavours[0].largestError < 0.02 && card.flavours[2].largestError < 0.01)
    }

    @Test("the closed form follows the evolution from 1.5 GeV to 10 TeV") func evolution() throws {
        let densities = try embedded()
        let grid = try DensityGridReader.read(path: Self.member)
        for scale in [1.5, 2, 3, 4.6, 6, 10, 30, 100, 1000, 9000] {
            for x in [2e-5, 1e-4, 1e-3, 0.01, 0.08, 0.2, 0.35] {
                let (a, b) = (densities.values(x: x, scale: scale), grid.values(x: x, scale: scale))
                // The small grid itself is good to half a per cent; heavy quarks near their mass to less.
                for parton in partons where b[parton] > 1e-3 && (abs(parton) < 4 || scale > 5.5) {
                    #expect(abs(a[parton] / b[parton] - 1) < 0.035, "\(parton) at \(x), \(scale) GeV")
                }
            }
        }
    }

    @Test("the momenta of all partons add up, and heavy quarks begin at their masses") func sums() throws {
        let densities = try embedded()
        for scale in [1.5, 10, 91.2, 1000] {
            var momentum = 0.0
            let (low, steps) = (Elementary.log(1e-6), 4000)
            for step in 0..<steps {
                let x = Elementary.exp(low * (1 - (Double(step) + 0.5) / Double(steps)))
                let width = -low / Double(steps)
                let f = densities.values(x: x, scale: scale)
                momentum += partons.reduce(0) { $0 + f[$1] } * x * width
            }
            #expect(abs(momentum - 1) < 0.02, "\(momentum) at \(scale)")
        }
        let below = densities.values(x: 0.01, scale: 4.7)
        #expect(below[5] == 0 && below[-5] == 0 && below[4] > 0)
        #expect(densities.values(x: 0.01, scale: 1.4)[4] == 0)
        #expect(densities.values(x: 0.01, scale: 5)[5] > 0)
    }

    @Test("values stay sensible beyond the range of the fit") func outside() throws {
        let densities = try embedded()
        for x in [1e-9, 1e-6, 0.9, 0.96, 0.999, 1, 1.5] {
            for scale in [0.0, 0.3, 1, 1e5, .infinity] {
                let f = densities.values(x: x, scale: scale)
                for parton in partons { #expect(f[parton] >= 0 && f[parton] < 1e4) }
                if x >= 1 { #expect(f.gluon == 0 && f[2] == 0) }
            }
        }
        let (a, b) = densities.values(x1: 0.01, x2: 0.3, scale: 100)
        for parton in partons {
            #expect(a[parton] == densities.values(x: 0.01, scale: 100)[parton])
            #expect(b[parton] == densities.values(x: 0.3, scale: 100)[parton])
        }
        #expect(a[6] == 0 && a[22] == 0 && a[-6] == 0 && a[0] == a.gluon)
    }

    /// Values of a program that follows LHAPDF's rules step by step (Benchmarks/Physics/lhapdf_values.py).
    @Test("a grid is interpolated and extrapolated as LHAPDF does") func interpolation() throws {
        let grid = try DensityGridReader.read(path: Self.member)
        let rows = try table("eidolon-lo-values.csv")
        #expect(rows.count == 72)
        for row in rows {
            let values = grid.values(x: row[0], scale: row[1])
            for (position, parton) in partons.enumerated() {
                let wanted = row[position + 2]
                let error = abs(values[parton] - wanted)
                #expect(error <= 1e-9 * abs(wanted) + 1e-13, "\(parton) at \(row[0]), \(row[1])")
            }
        }
        #expect(grid.values(x: 1.1, scale: 100).gluon == 0)
    }

    @Test("the factor of a weight is the product of densities and couplings") func factors() throws {
        let densities = try embedded()
        let other = PartonDensities(
            card: try standardCards().partonDensities,
            grid: try LoadedDensityGrid(member: Self.member, description: Self.folder + "/eidolon-lo.info"))
        var point = DensityPoint(
            first: 21, second: 2, x1: 0.03, x2: 0.2, factorisationScale: 300, renormalisationScale: 75,
            couplingPower: 3)
        let (a, b) = densities.values(x1: 0.03, x2: 0.2, scale: 300)
        let coupling = densities.alphaS(scale: 75)
        let wanted: Double = a.gluon * b[2] * coupling * coupling * coupling
        #expect(abs(densities.factor(at: point) / wanted - 1) < 1e-12)
        let ratio = other.factor(at: point) / wanted
        #expect(ratio != 1 && abs(ratio - 1) < 0.05)
        point.x1 = 1
        #expect(densities.factor(at: point) == 0)
    }
}
