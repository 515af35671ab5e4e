// A new organisation most likely lives by the clock of the device it is set up on.
{
  const zones = document.querySelector("select[data-time-zone]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUntouched = zones?.value === "UTC";
  if (isUntouched && [...zones.options].some((zone) => zone.value === here)) zones.value = here;
}
