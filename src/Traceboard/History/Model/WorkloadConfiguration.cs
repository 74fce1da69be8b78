using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

internal sealed class WorkloadConfiguration :
    IEntityTypeConfiguration<WorkloadRow>, IEntityTypeConfiguration<BuildRow>, IEntityTypeConfiguration<RunningRow>
{
    public void Configure(EntityTypeBuilder<WorkloadRow> builder)
    {
        builder.ToTable("Workloads");
        builder.Property(workload => workload.Rollout).HasConversion<string>().HasMaxLength(16);
        builder.HasOne(workload => workload.Cluster).WithMany().HasForeignKey(workload => workload.ClusterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(workload => new { workload.ClusterId, workload.Namespace, workload.Kind, workload.Name }).IsUnique();
        builder.HasIndex(workload => workload.Service);
    }

    public void Configure(EntityTypeBuilder<BuildRow> builder)
    {
        builder.ToTable("Builds");
        builder.HasIndex(build => new { build.Image, build.Digest }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<RunningRow> builder)
    {
        builder.ToTable("Running");
        builder.HasKey(running => new { running.WorkloadId, running.Container, running.BuildId, running.Template });
        builder.HasOne(running => running.Workload).WithMany().HasForeignKey(running => running.WorkloadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(running => running.Build).WithMany().HasForeignKey(running => running.BuildId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(running => running.DeploymentId);
    }
}
