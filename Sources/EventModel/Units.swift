// SPDX-License-Identifier: GPL-3.0-or-later

/// The one native unit system: millimetres, GeV, nanoseconds, tesla, the elementary charge.
///
/// Momenta are in GeV/c and masses in GeV/c², angles in radians. Write a constant with its unit:
/// `300 * Units.micrometre`.
public enum Units {
    public static let millimetre = 1.0
    public static let micrometre = 1e-3
    public static let centimetre = 10.0
    public static let metre = 1e3

    public static let GeV = 1.0
    public static let MeV = 1e-3
    public static let keV = 1e-6
    public static let eV = 1e-9
    public static let TeV = 1e3

    public static let nanosecond = 1.0
    public static let picosecond = 1e-3
    public static let second = 1e9

    public static let tesla = 1.0
}

/// Constants of nature in the native units.
public enum PhysicalConstants {
    /// Speed of light in mm/ns (exact, SI definition of the metre).
    public static let speedOfLight = 299.792458
    /// Curvature constant: p[GeV/c] = 0.299792458e-3 × q[e] × B[T] × R[mm] (c in units of 1e12 mm/s).
    public static let curvature = 0.299792458e-3
    /// Reduced Planck constant times c in GeV mm: 197.3269804 MeV fm (CODATA 2018).
    public static let hbarC = 197.3269804e-3 * 1e-12
    /// π and 2π, rounded to the nearest Double.
    public static let pi = Double.pi
    public static let twoPi = 2 * Double.pi
}
