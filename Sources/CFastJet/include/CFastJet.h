// SPDX-License-Identifier: GPL-3.0-or-later
// The C face of FastJet: which particles belong together. Momenta and angles of jets are Eidolon's own business.
#ifndef CFASTJET_H
#define CFASTJET_H

#ifdef __cplusplus
extern "C" {
#endif

/// Clusters particles with the anti-kT algorithm (Cacciari, Salam, Soyez, JHEP 04 (2008) 063), E scheme.
///
/// jet_of_particle receives, for each of the count particles, the number of its jet from 0, or -1 where the jet has a
/// transverse momentum below minimum_pt. Returns the number of jets, or -1 if FastJet cannot cluster them.
int eidolon_anti_kt(const double *px, const double *py, const double *pz, const double *energy, int count,
                    double radius, double minimum_pt, int *jet_of_particle);

#ifdef __cplusplus
}
#endif

#endif
