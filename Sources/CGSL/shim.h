// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_monte_vegas.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_spline.h>

/* Swift takes a C global for shared mutable state; a function is none. */
static inline const gsl_root_fsolver_type *eidolon_gsl_brent(void) { return gsl_root_fsolver_brent; }
static inline const gsl_interp_type *eidolon_gsl_cspline(void) { return gsl_interp_cspline; }
